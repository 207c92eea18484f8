// What is known of one file, package or layer, over the page.
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { FILE_KIND } from '../../src/report/page/file-columns.ts';
import { filePath } from '../../src/report/page/file-tree.ts';
import { Dialog } from '../shared/dialog.tsx';
import { Fields } from '../shared/fields.tsx';
import { PathText, Sentence, Text } from '../shared/text.tsx';
import { LighterChoices } from './lighter-choices.tsx';
import type { Detail, ViewProps } from './navigation.ts';
import { causeOfFile } from './opened.ts';

interface DetailProps extends ViewProps {
  readonly detail: Detail;
  readonly onClose: () => void;
}

/** The dialog. */
export function DetailDialog(props: DetailProps) {
  const { detail } = props;
  if (detail.kind === 'file') return <FileDetail {...props} file={detail.file} />;
  if (detail.kind === 'package') return <PackageDetail {...props} position={detail.position} />;
  return <LayerDetail {...props} index={detail.index} />;
}

const KIND_WORDS: Readonly<Record<number, string>> = {
  [FILE_KIND.file]: 'file',
  [FILE_KIND.hardlink]: 'hard link: its bytes count once, at another path',
  [FILE_KIND.symlink]: 'symbolic link',
  [FILE_KIND.special]: 'device or pipe',
};

function FileDetail({ opened, go, onClose, file }: DetailProps & { readonly file: number }) {
  const { tree, page, causes } = opened;
  const position = tree.findings[file]!;
  const finding = position < 0 ? null : page.findings[position]!;
  const owner = tree.owners[file]!;
  const hiddenBy = tree.hiddenBy[file]!;
  return (
    <Dialog title={<PathText of={`/${filePath(tree, file)}`} />} onClose={onClose}>
      <Fields
        of={[
          ['Size', formatBytes(tree.bytes[file]!)],
          ['Kind', KIND_WORDS[tree.kinds[file]!] ?? null],
          ['Shipped by', <LayerName key="by" opened={opened} index={tree.layers[file]!} />],
          [
            'Shows',
            hiddenBy < 0 ? (
              'yes'
            ) : (
              <>
                no, hidden by <LayerName opened={opened} index={hiddenBy} />
              </>
            ),
          ],
          [
            'Counts as',
            finding?.ignored ? `needed: ${finding.ignored.reason}` : causes[causeOfFile(opened, file)]!.title,
          ],
          [
            'Package',
            owner < 0 ? null : <Text of={`${page.packages[owner]!.name} ${page.packages[owner]!.version}`} />,
          ],
        ]}
      />
      {finding?.fix != null && <Fix text={finding.fix} />}
      <div class="dialog-actions">
        <button type="button" onClick={() => go.showFiles({ folder: tree.fileFolders[file]! })}>
          Show its folder
        </button>
        {position >= 0 && (
          <button type="button" onClick={() => go.showFinding(position)}>
            Show the finding
          </button>
        )}
        {owner >= 0 && (
          <button type="button" onClick={() => go.showDetail({ kind: 'package', position: owner })}>
            Show the package
          </button>
        )}
      </div>
    </Dialog>
  );
}

function PackageDetail({ opened, go, onClose, position }: DetailProps & { readonly position: number }) {
  const item = opened.page.packages[position]!;
  const lighter = item.state === 'installed' ? opened.lighter.get(item.name) : undefined;
  const { frees } = item;
  return (
    <Dialog title={<Text of={`${item.name} ${item.version}`} />} onClose={onClose}>
      <Fields
        of={[
          ['Kind', item.architecture === '' ? item.type : `${item.type}, ${item.architecture}`],
          ['Its files', `${formatBytes(item.bytes)} in ${countOf(item.fileCount, 'file')}`],
          [
            'Without it',
            frees === null
              ? 'not known, or it cannot be removed'
              : `${formatBytes(frees.bytes)} less: ${countOf(frees.packages, 'package')} would go${frees.dependents > 0 ? `, of which ${frees.dependents} cannot be without it` : ''}`,
          ],
          ['Brought by', <LayerName key="by" opened={opened} index={item.layer} />],
          [
            'Installed',
            item.state === 'removed'
              ? 'no longer: a later layer removed it, and its files are shipped all the same'
              : item.isAutomatic === null
                ? 'yes'
                : item.isAutomatic
                  ? 'yes, because another package needs it'
                  : 'yes, because it was asked for',
          ],
          [
            'There for',
            item.roles.length === 0
              ? null
              : item.roles.map(({ role, because }) => `${role} (${because})`).join(', '),
          ],
          ['Source', item.source === '' ? null : <Text key="source" of={item.source} />],
          ['Licence', item.licence === '' ? null : <Text key="licence" of={item.licence} />],
        ]}
      />
      {lighter !== undefined && <LighterChoices of={lighter} />}
      <div class="dialog-actions">
        <button type="button" onClick={() => go.showFiles({ owner: position })}>
          Show its files
        </button>
      </div>
    </Dialog>
  );
}

function LayerDetail({ opened, go, onClose, index }: DetailProps & { readonly index: number }) {
  const layer = opened.page.layers[index]!;
  const causes = Object.entries(layer.ballastByCause).sort(([, a], [, b]) => b - a);
  return (
    <Dialog title={`Layer ${index}`} onClose={onClose}>
      <pre class="instruction">
        <Text of={layer.instruction ?? 'The image does not tell which instruction made it.'} />
      </pre>
      <Fields
        of={[
          ['Size', formatBytes(layer.entryBytes)],
          ['As shipped', formatBytes(layer.shippedBytes)],
          ['Needed', formatBytes(layer.neededBytes)],
          ['Ballast', formatBytes(layer.ballastBytes)],
          [
            'Ballast by cause',
            causes.length === 0
              ? null
              : causes
                  .map(([rule, bytes]) => `${opened.page.ruleTitles[rule] ?? rule} ${formatBytes(bytes)}`)
                  .join(', '),
          ],
          ['Hidden by later layers', formatBytes(layer.hiddenBytes)],
          ['Entries', countOf(layer.entryCount, 'entry', 'entries')],
          ['Whose', layer.origin === 'inherited' ? 'of the base image' : 'yours'],
          ['diffId', <Text key="id" of={layer.diffId} />],
        ]}
      />
      <div class="dialog-actions">
        <button type="button" onClick={() => go.showFiles({ layer: index })}>
          Show its files
        </button>
      </div>
    </Dialog>
  );
}

/** A layer by its number and its instruction. */
export function LayerName({
  opened,
  index,
}: {
  readonly opened: ViewProps['opened'];
  readonly index: number;
}) {
  const instruction = opened.page.layers[index]?.instruction ?? null;
  return (
    <>
      layer {index}
      {instruction !== null && (
        <>
          :{' '}
          <code class="clip">
            <Text of={instruction} />
          </code>
        </>
      )}
    </>
  );
}

/** What to change. */
export function Fix({ text }: { readonly text: string }) {
  return (
    <p class="fix">
      <strong>Fix</strong> <Sentence of={text} />
    </p>
  );
}
