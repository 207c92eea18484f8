// Where one goes within a fleet's page: to what is known of an image, a layer or a finding, over whatever view is there.
import type { OpenedFleet } from './opened.ts';

/** What is looked at. */
export interface Detail {
  readonly kind: 'image' | 'layer' | 'finding';
  /** Its position in the page's data. */
  readonly position: number;
}

/** How one gets there. */
export interface Navigation {
  readonly openImage: (image: number) => void;
  readonly openLayer: (layer: number) => void;
  readonly openFinding: (finding: number) => void;
}

/** What every dialog is given. */
export interface DetailProps {
  readonly fleet: OpenedFleet;
  readonly position: number;
  readonly go: Navigation;
  readonly onClose: () => void;
}
