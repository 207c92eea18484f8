// The stacks of layers that engines are known to read in different ways; the notation is told in layer-case.ts.
import { dir, file, link, opaque, symlink, whiteout } from '../../support/layers.ts';
import { FURTHER_CASES } from './further-cases.ts';
import {
  type LayerCase,
  LIKE_TAR,
  LOWER_ONLY,
  MAY_FAIL,
  NO_DUPLICATES,
  SIBLINGS,
  TO_BE_DELETED,
} from './layer-case.ts';
import { PARENT_CASES } from './parent-cases.ts';

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

export const ALL_CASES: readonly LayerCase[] = [...LAYER_CASES, ...PARENT_CASES, ...FURTHER_CASES];
