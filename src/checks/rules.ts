// All rules in the published order of causes: a byte is counted under the first rule that takes it. What a later layer hid
// comes first, then files whose place shows them to be needless, then packages by what they are for, then equal content, and advice after all ballast. Rules
// about layers price no bytes.
import { ambiguousLayer } from './ambiguous-layer.ts';
import { duplicateContent } from './duplicate-content.ts';
import { hiddenDeleted } from './hidden-deleted.ts';
import { hiddenOpaque } from './hidden-opaque.ts';
import { hiddenOverwritten } from './hidden-overwritten.ts';
import { metadataCopy } from './metadata-copy.ts';
import { PACKAGE_RULES } from './package-rules.ts';
import { packagedDuplicate } from './packaged-duplicate.ts';
import { PATH_RULES } from './path-rules.ts';
import { rewrittenDatabase } from './rewritten-database.ts';
import type { Rule } from './rule.ts';
import { secretUnread } from './secret-unread.ts';
import { unreadData } from './unread-data.ts';

/** Every rule, first cause first. */
export const RULES: readonly Rule[] = [
  hiddenDeleted,
  hiddenOverwritten,
  hiddenOpaque,
  metadataCopy,
  ...PATH_RULES.filter((rule) => rule.tier === 'ballast'),
  ...PACKAGE_RULES.filter((rule) => rule.tier === 'ballast'),
  duplicateContent,
  packagedDuplicate,
  rewrittenDatabase,
  ...PATH_RULES.filter((rule) => rule.tier === 'advice'),
  ...PACKAGE_RULES.filter((rule) => rule.tier === 'advice'),
  ambiguousLayer,
  unreadData,
  secretUnread,
];
