// The reviewed table, asked by a package's name: distributions add versions and targets to the names of one program
// (`gcc-12`, `clang15`, `cpp-12-x86-64-linux-gnu`, `php83-pecl-xdebug`).
import { type PackageRole, REVIEWED, type RoleName } from './package-role.ts';
import { REVIEWED_PACKAGES } from './reviewed-packages.ts';

const TARGET =
  /-(?:x86[-_]64|aarch64|arm|i[3-6]86|riscv64|s390x|powerpc64le|ppc64le)(?:-[a-z]+)?-(?:gnu|musl)\w*$/;
const VERSION = /-?\d+(?:\.\d+)*$/;
/** `php8.2-xdebug`, `php83-pecl-xdebug`, `dotnet8-sdk`, `gcc-toolset-13-gcc`. */
const PREFIX = /^(?:php\d*(?:\.\d+)?-(?:pecl-)?|gcc-toolset-\d+-|llvm-toolset-)/;
const INNER_VERSION = /(?<=^(?:dotnet|go|nodejs|postgresql|java))-?\d+(?:\.\d+)*(?=-)/;
/** openjdk-17-jdk-headless, default-jdk, temurin-17-jdk, zulu21-ca-jdk-headless, openjdk17, java-17-amazon-corretto-jdk. */
const JAVA_KIT =
  /^(?:default|openjdk|temurin|zulu|msopenjdk|bellsoft-java|ibm-semeru-open|java|adoptopenjdk|amazon-corretto|graalvm)[-\d].*?(?:-|\b)jdk(?:-headless|-lite)?$|^openjdk-?\d+-jdk(?:-headless)?$|^(?:msopenjdk|amazon-corretto|zulu)-\d+$/;

const ROLES_BY_NAME = new Map<string, RoleName[]>();
for (const [role, names] of Object.entries(REVIEWED_PACKAGES) as [RoleName, readonly string[]][])
  for (const name of names) ROLES_BY_NAME.set(name, [...(ROLES_BY_NAME.get(name) ?? []), role]);

/** What the reviewed table says of a distribution's package. */
export function findReviewedRoles(name: string): readonly PackageRole[] {
  const plain = name.toLowerCase();
  const spellings = [
    plain,
    shorten(plain),
    shorten(plain.replace(PREFIX, '')),
    plain.replace(INNER_VERSION, ''),
  ];
  for (const spelling of spellings) {
    const roles = ROLES_BY_NAME.get(spelling);
    if (roles !== undefined) return roles.map((role) => ({ role, because: REVIEWED }));
  }
  return [];
}

/** Whether the package is the part of a Java development kit that the run time does without. */
export function isJavaKit(name: string): boolean {
  return JAVA_KIT.test(name);
}

function shorten(name: string): string {
  return name.replace(TARGET, '').replace(VERSION, '').replace(VERSION, '');
}
