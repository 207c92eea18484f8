// What a page tells: plain data, by kind. A new kind is one more member here, and one more file in web/pages/.
import type { DifferencePage } from './difference-page.ts';
import type { FleetPage } from './fleet/fleet-page.ts';
import type { ImagePage } from './image-page.ts';

/** The data of one page; `kind` says which one draws it. */
export type PageDocument = ImagePage | DifferencePage | FleetPage;
