// Layers that leave the entries of parent folders out.
import { dir, file, opaque, whiteout } from '../../support/layers.ts';
import { type LayerCase, LOWER_ONLY, ONLY_CHANGES, TO_BE_DELETED } from './layer-case.ts';

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
