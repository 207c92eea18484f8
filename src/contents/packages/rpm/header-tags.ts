// The tags of rpm headers that are read, and the types of their values (rpm's include/rpm/rpmtag.h).

/** The tags by what they hold. */
export const TAG = {
  headerImage: 61,
  headerImmutable: 63,
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  size: 1009,
  vendor: 1011,
  license: 1014,
  group: 1016,
  architecture: 1022,
  /** Whole paths, as packages of rpm 3 have them. */
  oldFileNames: 1027,
  fileStates: 1029,
  fileFlags: 1037,
  sourceRpm: 1044,
  provideName: 1047,
  requireFlags: 1048,
  requireName: 1049,
  requireVersion: 1050,
  provideFlags: 1112,
  provideVersion: 1113,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  /** In place of `size` from 4 GiB on. */
  longSize: 5009,
  recommendName: 5046,
  recommendVersion: 5047,
  recommendFlags: 5048,
  modularityLabel: 5096,
} as const;

/** The types of values. */
export const TYPE = {
  char: 1,
  int8: 2,
  int16: 3,
  int32: 4,
  int64: 5,
  string: 6,
  binary: 7,
  stringArray: 8,
  /** One string a language, of which the first is in English. */
  i18nString: 9,
} as const;

/** Bytes of one value, by type; 0 where its end is at a NUL. */
export const TYPE_BYTES: readonly number[] = [0, 1, 1, 2, 4, 8, 0, 1, 0, 0];
