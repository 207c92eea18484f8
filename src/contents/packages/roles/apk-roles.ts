// Roles of Alpine's packages and of opkg's: both split what they build by suffix (Alpine: APKBUILD(5), subpackages; Yocto:
// FILES of -dev, -dbg, -doc). Their sections say what a recipe is about, libraries of a compiler among them, so they say nothing.
import type { PackageRecord } from '../package-record.ts';
import type { PackageRole, RoleName } from './package-role.ts';
import { hasRuntimeUse } from './runtime-packages.ts';
import { findReviewedRoles, isJavaKit } from './system-packages.ts';

const SUFFIX_ROLES: readonly (readonly [RegExp, RoleName])[] = [
  [/-(?:doc|lang-doc)$/, 'documentation'],
  [/-dbg$/, 'debugger'],
  [/-(?:dev|static|staticdev|libs-static)$/, 'development'],
];
/** `apk add --virtual .build-deps`: the one who builds says so. `.python-rundeps` and its kind are kept on purpose. */
const BUILD_VIRTUAL =
  /^\.?(?:.*[-_.])?(?:build|builds|dev|devel|compile|phpize|make|fetch)[-_]?(?:deps?|dependencies|packs?|packages?)$/;

/** The roles of a record of type `apk` or `opkg`. */
export function findApkRoles({ name, type, fields }: PackageRecord): readonly PackageRole[] {
  const reviewed = findReviewedRoles(name);
  if (hasRuntimeUse(name)) return reviewed;
  if (type === 'apk' && name.startsWith('.') && BUILD_VIRTUAL.test(name))
    return [{ role: 'development', because: 'virtual package of build dependencies' }];
  if (isJavaKit(name)) return [{ role: 'compiler', because: 'reviewed list' }];
  const suffix = SUFFIX_ROLES.map(([pattern, role]) => ({ found: pattern.exec(name)?.[0], role }));
  const named = suffix.find(({ found }) => found !== undefined);
  if (named !== undefined) return [...reviewed, { role: named.role, because: `name ends in ${named.found}` }];
  return [...reviewed, ...findByOrigin(name, fields['o'])];
}

/** A part of a tool that has its own package for it: `vim-common` of `vim`, `git-perl` of `git`; but `libgcc` of `gcc` serves. */
function findByOrigin(name: string, origin = ''): readonly PackageRole[] {
  if (origin === '' || !name.startsWith(`${origin}-`) || ORIGINS_THAT_SERVE.has(origin)) return [];
  return findReviewedRoles(origin).map(({ role }) => ({ role, because: `part of ${origin}` }));
}

/** Their other packages are libraries and servers. */
const ORIGINS_THAT_SERVE = new Set(['gcc', 'llvm', 'clang', 'go', 'rust', 'openssh', 'curl', 'wget', 'bind']);
