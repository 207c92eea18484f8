// What is known of the one thing that was chosen, over the page.
import { FindingDetail } from './finding-detail.tsx';
import { ImageDetail } from './image-detail.tsx';
import { LayerDetail } from './layer-detail.tsx';
import type { Detail, DetailProps } from './navigation.ts';

/** The dialog. */
export function DetailDialog({
  detail,
  ...more
}: Omit<DetailProps, 'position'> & { readonly detail: Detail }) {
  const View = { image: ImageDetail, layer: LayerDetail, finding: FindingDetail }[detail.kind];
  return <View key={`${detail.kind} ${detail.position}`} position={detail.position} {...more} />;
}
