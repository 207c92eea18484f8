// The rules about packages in the order in which they are asked: what a package is first of all before what it is as well, so
// that a compiler counts as one and not as a development package; advice last.
import { compiler } from './compiler.ts';
import { debuggerTools } from './debugger.ts';
import { developmentPackage } from './development-package.ts';
import { documentationPackage } from './documentation-package.ts';
import { editor } from './editor.ts';
import { networkTool } from './network-tool.ts';
import { packageManager } from './package-manager.ts';
import { remoteAccess } from './remote-access.ts';
import type { PackageRule } from './rule.ts';
import { testFramework } from './test-framework.ts';
import { versionControl } from './version-control.ts';

/** Every package rule, first cause first. */
export const PACKAGE_RULES: readonly PackageRule[] = [
  compiler,
  debuggerTools,
  testFramework,
  versionControl,
  editor,
  remoteAccess,
  developmentPackage,
  networkTool,
  packageManager,
  documentationPackage,
];
