// Further places where engines go different ways.
import { device, dir, file, link, opaque, symlink, whiteout } from '../../support/layers.ts';
import { type LayerCase, LIKE_TAR, NO_DUPLICATES, REPLACED, SIBLINGS, TO_BE_DELETED } from './layer-case.ts';

const usrLib = [dir('usr'), dir('usr/lib'), symlink('lib', 'usr/lib')];

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
