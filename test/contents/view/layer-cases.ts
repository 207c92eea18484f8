// Stacks of layers that engines are known to read in different ways, with what the view must show and why.
// Notation: `f=text` a file, `d/` a directory, `d/~` one that no entry describes, `l->t` a symlink, `p|` a fifo, `c%1:3` a
// device, `#0` names of one file, `[700] <1000:5> {user.a}` what is not ordinary, `/` the root where an entry describes it.
import type { AmbiguityKind } from '../../../src/contents/view/squashed-view.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { device, dir, file, link, opaque, symlink, whiteout } from '../../support/layers.ts';

export interface LayerCase {
  readonly name: string;
  /** From the base. */
  readonly layers: readonly (readonly TarItem[])[];
  /** What the view shows. */
  readonly shows: string;
  /** What overlay2 shows where that is something else, or `refused`. */
  readonly overlay?: string;
  /** Whether overlay2 also shows another time, which the notation leaves out. */
  readonly differsInTime?: boolean;
  /** What these engines show where that is something else, or `refused`. */
  readonly umoci?: string;
  readonly buildah?: string;
  /** What is noted, of all layers, in the order of the alphabet. */
  readonly ambiguities?: readonly AmbiguityKind[];
  /** The words of layer.md that decide, where engines differ. */
  readonly spec?: string;
}

const LOWER_ONLY =
  'Whiteout files MUST only apply to resources in lower/parent layers. Files that are present in the same layer as a ' +
  'whiteout file can only be hidden by whiteout files in subsequent layers.';
const NO_DUPLICATES = 'Layer Changesets ... MUST NOT include duplicate entries for file paths';
const LIKE_TAR =
  'In the absence of any whiteout files in a layer changeset, the archive is extracted like a regular tar archive.';
const MAY_FAIL = 'Extracting a layer with hardlink references to files outside of the layer may fail.';
const REPLACED =
  "If the entry and the existing path are both directories, then the existing path's attributes MUST be replaced by those " +
  'of the entry in the changeset.';
const ONLY_CHANGES = 'A tar archive is then created which contains only this changeset';
const TO_BE_DELETED = 'a special filename that signifies a path should be deleted';
const SIBLINGS = 'all siblings are hidden in the lower layer';

const usrLib = [dir('usr'), dir('usr/lib'), symlink('lib', 'usr/lib')];

export const LAYER_CASES: readonly LayerCase[] = [
  {
    name: '01 whiteout, then the file, in one layer',
    layers: [[file('f', 'old')], [whiteout('f'), file('f', 'new')]],
    shows: 'f=new',
  },
  {
    name: '02 the file, then its whiteout, in one layer',
    layers: [[file('f', 'old')], [file('f', 'new'), whiteout('f')]],
    shows: 'f=new',
    overlay: 'refused',
    buildah: '',
    ambiguities: ['whiteout-and-entry'],
    spec: LOWER_ONLY,
  },
  {
    name: '03 whiteout, then the directory, in one layer',
    layers: [
      [dir('d'), file('d/a', 'A')],
      [whiteout('d'), dir('d'), file('d/b', 'B')],
    ],
    shows: 'd/ d/b=B',
    overlay: 'd/ d/a=A d/b=B',
    ambiguities: ['whiteout-and-entry'],
  },
  {
    name: '04 opaque marker after entries',
    layers: [
      [dir('a'), file('a/x', 'X')],
      [dir('a'), file('a/y', 'Y'), opaque('a')],
    ],
    shows: 'a/ a/y=Y',
  },
  {
    name: '05 hard link to a lower layer',
    layers: [[file('t', 'T')], [link('t2', 't')]],
    shows: 't=T#0 t2=T#0',
    overlay: 'refused',
    ambiguities: ['hardlink-to-lower-layer'],
    spec: MAY_FAIL,
  },
  {
    name: '06 target of a hard link removed later',
    layers: [[file('a', '1'), link('b', 'a')], [whiteout('a')]],
    shows: 'b=1',
  },
  {
    name: '07 target of hard links overwritten later',
    layers: [[file('a', '1'), link('b', 'a'), link('c', 'a')], [file('a', '2')]],
    shows: 'a=2 b=1#0 c=1#0',
  },
  {
    name: '08 one path twice in a layer',
    layers: [[file('f', '1'), file('f', '2')]],
    shows: 'f=2',
    overlay: 'refused',
    buildah: 'refused',
    ambiguities: ['duplicate-path'],
    spec: NO_DUPLICATES,
  },
  {
    name: '09 entry below a symlink of a lower layer',
    layers: [usrLib, [file('lib/foo', 'F')]],
    shows: 'lib->usr/lib usr/ usr/lib/ usr/lib/foo=F',
    overlay: 'lib/~ lib/foo=F usr/ usr/lib/',
    ambiguities: ['entry-below-symlink'],
    spec: LIKE_TAR,
  },
  {
    name: '10 directory over a symlink',
    layers: [
      [...usrLib, file('usr/lib/x', 'X')],
      [dir('lib'), file('lib/foo', 'F')],
    ],
    shows: 'lib/ lib/foo=F usr/ usr/lib/ usr/lib/x=X',
  },
  {
    name: '11 file, directory, nothing, directory',
    layers: [[file('x', '1')], [dir('x'), file('x/y', 'Y')], [whiteout('x')], [dir('x'), file('x/z', 'Z')]],
    shows: 'x/ x/z=Z',
  },
  {
    name: '12 symlink that climbs beyond the root',
    layers: [[dir('etc'), file('etc/p', 'P'), dir('a'), symlink('a/s', '../../../etc/p')]],
    shows: 'a/ a/s->../../../etc/p etc/ etc/p=P',
  },
  {
    name: '13 whiteout below a symlink of a lower layer',
    layers: [[...usrLib, file('usr/lib/x', 'X')], [whiteout('lib/x')]],
    shows: 'lib->usr/lib usr/ usr/lib/',
    overlay: 'lib/~ usr/ usr/lib/ usr/lib/x=X',
    ambiguities: ['whiteout-below-symlink'],
    spec: TO_BE_DELETED,
  },
  {
    name: '14 opaque marker in the root',
    layers: [
      [file('a', 'A'), dir('d'), file('d/b', 'B')],
      [opaque(''), file('n', 'N')],
    ],
    shows: 'n=N',
    overlay: 'a=A d/ d/b=B n=N',
    ambiguities: ['opaque-root'],
    spec: SIBLINGS,
  },
  {
    name: '15 one name spelled in three ways',
    layers: [[file('foo', '1')], [file('./foo', '2')], [file('/foo', '3')]],
    shows: 'foo=3',
  },
  {
    name: '16 whiteout of a symlink to a directory',
    layers: [[dir('y'), file('y/k', 'K'), symlink('x', 'y')], [whiteout('x')]],
    shows: 'y/ y/k=K',
  },
  {
    name: '17 file over a directory',
    layers: [[dir('d'), file('d/a', 'A')], [file('d', 'now file')]],
    shows: 'd=now file',
  },
  {
    name: '18 symlink over a directory',
    layers: [[dir('d'), file('d/a', 'A'), dir('e')], [symlink('d', 'e')]],
    shows: 'd->e e/',
  },
  {
    name: '19 entry below a file',
    layers: [[file('p', 'P')], [file('p/q', 'Q')]],
    shows: 'p/~ p/q=Q',
    umoci: 'refused',
    buildah: 'refused',
    ambiguities: ['parent-is-no-directory', 'parent-not-in-layer'],
  },
  {
    name: '20 mode of a directory changed',
    layers: [[dir('d'), file('d/a', 'A')], [dir('d', { mode: 0o700 })]],
    shows: 'd/[700] d/a=A',
  },
  {
    name: '21 whiteout of nothing',
    layers: [[file('a', 'A')], [whiteout('nope')]],
    shows: 'a=A',
  },
  {
    name: '22 whiteout without a name',
    layers: [[file('a', 'A')], [file('.wh.')]],
    shows: 'a=A',
    overlay: 'refused',
    umoci: 'refused',
    buildah: 'refused',
    ambiguities: ['invalid-whiteout'],
  },
  {
    name: '23 hard links removed one by one',
    layers: [[file('a', '1'), link('b', 'a')], [whiteout('a'), file('c', 'C')], [whiteout('b')]],
    shows: 'c=C',
  },
  {
    name: '24 opaque marker in a middle layer',
    layers: [[dir('a'), file('a/x', 'X')], [dir('a'), opaque('a'), file('a/y', 'Y')], [file('a/z', 'Z')]],
    shows: 'a/ a/y=Y a/z=Z',
    overlay: 'a/~ a/y=Y a/z=Z',
    ambiguities: ['parent-not-in-layer'],
  },
  {
    name: '25 hard link before its target',
    layers: [[link('b', 'a'), file('a', '1')]],
    shows: 'a=1',
    overlay: 'refused',
    umoci: 'refused',
    buildah: 'refused',
    ambiguities: ['hardlink-without-target'],
  },
  {
    name: '26 hard link to a path below a symlink',
    layers: [
      [dir('usr'), dir('usr/bin'), file('usr/bin/q', 'Q'), symlink('bin', 'usr/bin')],
      [link('r', 'bin/q')],
    ],
    shows: 'bin->usr/bin r=Q#0 usr/ usr/bin/ usr/bin/q=Q#0',
    overlay: 'refused',
    ambiguities: ['hardlink-to-lower-layer'],
    spec: MAY_FAIL,
  },
];

/** Layers that leave the entries of parent folders out. */
export const PARENT_CASES: readonly LayerCase[] = [
  {
    name: 'private folder, entry below it without it',
    layers: [[dir('p', { mode: 0o700 })], [file('p/q', 'Q')]],
    shows: 'p/[700] p/q=Q',
    overlay: 'p/~ p/q=Q',
    ambiguities: ['parent-not-in-layer'],
    spec: ONLY_CHANGES,
  },
  {
    name: 'sticky folder, entry below it without it',
    layers: [[dir('tmp', { mode: 0o1777 })], [file('tmp/x', 'X')]],
    shows: 'tmp/[1777] tmp/x=X',
    overlay: 'tmp/~ tmp/x=X',
    ambiguities: ['parent-not-in-layer'],
    spec: ONLY_CHANGES,
  },
  {
    name: 'ordinary folder, entry below it without it',
    layers: [[dir('d')], [file('d/x', 'X')]],
    shows: 'd/ d/x=X',
    overlay: 'd/~ d/x=X',
    ambiguities: ['parent-not-in-layer'],
  },
  {
    name: 'whiteout without its folder',
    layers: [[dir('p', { mode: 0o700 }), file('p/q', 'Q')], [whiteout('p/q')]],
    shows: 'p/[700]',
    overlay: 'p/~',
    ambiguities: ['parent-not-in-layer'],
    spec: ONLY_CHANGES,
  },
  {
    name: 'opaque marker without its folder',
    layers: [[dir('p', { uid: 1000 }), file('p/q', 'Q')], [opaque('p')]],
    shows: 'p/<1000:0>',
    overlay: 'p/~',
    ambiguities: ['parent-not-in-layer'],
    spec: ONLY_CHANGES,
  },
  {
    name: 'folders that no layer has',
    layers: [[file('a/b/c', 'C')]],
    shows: 'a/~ a/b/~ a/b/c=C',
    ambiguities: ['parent-not-in-layer'],
  },
  {
    name: 'whiteout in a folder that is nowhere',
    layers: [[file('a', 'A')], [whiteout('nope/x')]],
    shows: 'a=A',
    buildah: 'a=A nope/~',
    overlay: 'a=A nope/~',
    ambiguities: ['parent-not-in-layer'],
    spec: TO_BE_DELETED,
  },
  {
    name: 'opaque marker in a folder that is nowhere',
    layers: [[file('a', 'A')], [opaque('nope')]],
    shows: 'a=A',
    buildah: 'a=A nope/~',
    overlay: 'a=A nope/~',
    ambiguities: ['parent-not-in-layer'],
    spec: TO_BE_DELETED,
  },
  {
    name: 'folder deleted and implied again in one layer',
    layers: [
      [dir('d', { mode: 0o700 }), file('d/a', 'A')],
      [whiteout('d'), file('d/b', 'B')],
    ],
    shows: 'd/~ d/b=B',
    overlay: 'refused',
    ambiguities: ['parent-not-in-layer'],
  },
  {
    name: 'folder implied and deleted in one layer',
    layers: [
      [dir('d', { mode: 0o700 }), file('d/a', 'A')],
      [file('d/b', 'B'), whiteout('d')],
    ],
    shows: 'd/~ d/b=B',
    umoci: 'd/[700] d/b=B',
    buildah: '',
    overlay: 'refused',
    ambiguities: ['parent-not-in-layer', 'whiteout-and-entry'],
    spec: LOWER_ONLY,
  },
];

/** Further places where engines go different ways. */
export const FURTHER_CASES: readonly LayerCase[] = [
  {
    name: 'folder below an opaque marker that follows',
    layers: [
      [dir('a'), dir('a/b', { mode: 0o700 }), file('a/b/x', 'X')],
      [dir('a'), file('a/b/y', 'Y'), opaque('a')],
    ],
    shows: 'a/ a/b/~ a/b/y=Y',
    umoci: 'a/ a/b/[700] a/b/y=Y',
    buildah: 'a/',
    ambiguities: ['parent-not-in-layer'],
    spec: 'a/.wh..wh..opq is applied first ... regardless of the ordering in which the whiteout file was encountered',
  },
  {
    name: 'opaque marker below a symlink',
    layers: [[...usrLib, file('usr/lib/x', 'X')], [opaque('lib')]],
    shows: 'lib->usr/lib usr/ usr/lib/',
    buildah: 'lib->usr/lib usr/ usr/lib/ usr/lib/x=X',
    overlay: 'lib/~ usr/ usr/lib/ usr/lib/x=X',
    ambiguities: ['whiteout-below-symlink'],
    spec: SIBLINGS,
  },
  {
    name: 'entry below a symlink to nothing',
    layers: [[symlink('l', 'gone/far')], [file('l/x', 'X')]],
    shows: 'gone/~ gone/far/~ gone/far/x=X l->gone/far',
    buildah: 'refused',
    overlay: 'l/~ l/x=X',
    ambiguities: ['entry-below-dangling-symlink', 'entry-below-symlink'],
    spec: LIKE_TAR,
  },
  {
    name: 'entry below a circle of symlinks',
    layers: [[symlink('a', 'b'), symlink('b', 'a')], [file('a/x', 'X')]],
    shows: 'a->b b->a',
    umoci: 'refused',
    buildah: 'refused',
    overlay: 'a/~ a/x=X b->a',
    ambiguities: ['entry-below-symlink', 'symlink-circle'],
  },
  {
    name: 'whiteout below a file',
    layers: [[file('p', 'P')], [whiteout('p/q')]],
    shows: 'p=P',
    buildah: 'refused',
    overlay: 'p/~',
    ambiguities: ['parent-is-no-directory', 'parent-not-in-layer'],
    spec: TO_BE_DELETED,
  },
  {
    name: 'hard link with another mode and owner',
    layers: [[file('a', 'A'), link('b', 'a', { mode: 0o4755, uid: 1000 })]],
    shows: 'a=A#0 b=A#0',
    buildah: 'a[4755]<1000:0>=A#0 b[4755]<1000:0>=A#0',
    overlay: 'a[4755]<1000:0>=A#0 b[4755]<1000:0>=A#0',
    ambiguities: ['hardlink-attributes'],
    spec: 'Hardlinks are ... one or more directory entries for the same file',
  },
  {
    name: 'hard link that states no capabilities',
    layers: [
      [
        file('a', 'A', {
          xattrs: { 'security.capability': Buffer.from('0100000200200000000000000000000000000000', 'hex') },
        }),
        link('b', 'a', { mode: 0o644 }),
      ],
    ],
    shows: 'a{security.capability}=A#0 b{security.capability}=A#0',
    overlay: 'a=A#0 b=A#0',
    ambiguities: ['hardlink-attributes'],
    spec: 'Hardlinks are ... one or more directory entries for the same file',
  },
  {
    name: 'extended attributes of a directory taken back',
    layers: [[dir('d', { xattrs: { 'user.a': '1' } })], [dir('d')]],
    shows: 'd/',
    buildah: 'd/{user.a}',
    spec: REPLACED,
  },
  {
    name: 'hard links to a symlink',
    layers: [[symlink('a', 'x'), link('b', 'a', { mode: 0o777 })]],
    shows: 'a->x#0 b->x#0',
    buildah: 'a->x b->x',
    spec: 'Hardlinks are possible with all file types except directories.',
  },
  {
    name: 'entry for the root',
    layers: [[dir('./', { mode: 0o711 }), file('a', 'A')]],
    shows: '/[711] a=A',
    overlay: 'a=A',
    ambiguities: ['root-entry'],
    spec: REPLACED,
  },
  {
    name: 'device 0:0',
    layers: [[file('a', 'A')], [device('a', 'character', [0, 0])]],
    shows: 'a%0:0',
    overlay: '',
    ambiguities: ['overlay-whiteout-device'],
    spec: 'the use of word "files" or "entries" includes ... character devices',
  },
  {
    name: 'file over a directory that has another spelling',
    layers: [[symlink('l', '.'), dir('l/d', { mtimeSeconds: 5 }), file('d', 'D')]],
    shows: 'd=D l->.',
    ambiguities: ['duplicate-path', 'entry-below-symlink'],
    differsInTime: true,
  },
  {
    name: 'one whiteout twice in a layer',
    layers: [[file('a', 'A')], [whiteout('a'), whiteout('a')]],
    shows: '',
    overlay: 'refused',
    buildah: 'refused',
    ambiguities: ['duplicate-path'],
    spec: NO_DUPLICATES,
  },
];

export const ALL_CASES: readonly LayerCase[] = [...LAYER_CASES, ...PARENT_CASES, ...FURTHER_CASES];
