// An image that an engine has under some name, before its layers are known.
import type { EngineClient } from './engine-client.ts';
import type { InspectedImage } from './inspected-image.ts';

/** Where the image is, and what the engine says of it. */
export interface EngineImage {
  readonly client: EngineClient;
  /** As the user typed it. */
  readonly name: string;
  /** `/images/NAME`, escaped. */
  readonly path: string;
  readonly inspected: InspectedImage;
}
