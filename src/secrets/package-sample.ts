// Whether a file is a test, an example or a manual that an installed package brought: whoever has the package has the file.
import { isSamplePath } from './structures/judging/sample-path.ts';

/** Folders in which package managers and distributions put what others wrote. */
const PACKAGES =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|go\/pkg\/mod|usr\/local\/go|usr\/lib\/go[\w.-]*|usr\/share\/(?:doc|man|info|vim|perl5?|go[\w.-]*|javascript)|_cacache|[^/]{1,200}\.(?:whl|egg|gem|crate|nupkg)|lib\/python\d[\d.]*|lib\/perl5?|lib\/ruby|gems|\.cargo\/registry|\.m2\/repository)\//;
/** What further names tests, examples and manuals have in packages; declarations of types hold no values of their own. */
const SAMPLE =
  /_test\.go$|\/test_[^/]{1,100}\.pyc?$|\.(?:test|spec)\.[cm]?[jt]sx?$|(?:^|[./_-])examples?(?:-\d+)?\.(?:json|ya?ml)$|\.(?:d\.[cm]?ts|pyi)$|\/(?:readme|changelog|metadata)$|\/examples?\//;

const MANUAL = /(?:^|\/)usr\/share\/(?:man|info|doc)\//;

/** Whether a file lies where package managers put what others wrote; of an archive's member with the archive before it. */
export function isInPackage(path: string): boolean {
  return PACKAGES.test(path);
}

/** `path` as in findings, without a leading slash. */
export function isPackageSample(path: string): boolean {
  if (!isInPackage(path)) return false;
  return MANUAL.test(path) || isSamplePath(path) || SAMPLE.test(path.toLowerCase());
}
