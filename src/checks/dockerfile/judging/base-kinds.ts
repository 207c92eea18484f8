// Base images that bring what builds programs: who only runs a program needs none of it.
import type { ParsedImageName } from '../../../dockerfile/model/dockerfile-model.ts';

/** What a base image is made for. */
export interface BuildBase {
  /** What it brings, for people. */
  readonly what: string;
  /** What would do instead. */
  readonly instead: string;
  /** Programs of it that a container may be started with on purpose. */
  readonly starts: RegExp;
}

interface KnownBase extends BuildBase {
  readonly name: RegExp;
  /** The tags that are meant; all where it is left out. */
  readonly tag?: RegExp;
  readonly notTag?: RegExp;
}

const STATIC =
  'a stage of its own for the build, and the program alone in `gcr.io/distroless/static` or scratch';
const JRE = 'a stage of its own for the build, and a base with a JRE (`eclipse-temurin:21-jre`)';

const KNOWN: readonly KnownBase[] = [
  { name: /^golang$/, what: 'the Go compiler', instead: STATIC, starts: /\bgo\b|\bair\b|gowatch|realize/ },
  { name: /^rust$/, what: 'the Rust compiler', instead: STATIC, starts: /\bcargo\b/ },
  {
    name: /^(?:maven|gradle|hseeberger\/scala-sbt|sbtscala\/scala-sbt)$/,
    what: 'a JDK and a build tool',
    instead: JRE,
    starts: /\b(?:mvn|mvnw|gradle|gradlew|sbt)\b/,
  },
  {
    name: /^(?:openjdk|adoptopenjdk(?:\/.*)?|ibm-semeru-runtimes|bellsoft\/liberica-openjdk-.*|azul\/zulu-openjdk(?:-.*)?|amazoncorretto)$/,
    notTag: /jre|headless-full|-al2-generic$/,
    what: 'a JDK',
    instead: JRE,
    starts: /\b(?:javac|jshell|mvn|gradle|jdb|jcmd)\b/,
  },
  {
    name: /^eclipse-temurin$/,
    notTag: /jre/,
    what: 'a JDK',
    instead: JRE,
    starts: /\b(?:javac|jshell|mvn|gradle)\b/,
  },
  {
    name: /^(?:mcr\.microsoft\.com\/dotnet\/(?:core\/|nightly\/)?sdk|microsoft\/dotnet)$/,
    notTag: /runtime|aspnet/,
    what: 'the .NET SDK',
    instead:
      'a stage of its own for the build, and `mcr.microsoft.com/dotnet/aspnet` or `runtime` for what it makes',
    starts: /\bdotnet\b.*\b(?:run|watch|test|build)\b/,
  },
  {
    name: /^gcc$/,
    what: 'the GNU compilers',
    instead: 'a stage of its own for the build, and `debian:*-slim` for what it makes',
    starts: /\b(?:gcc|g\+\+|make)\b/,
  },
  {
    name: /^haskell$/,
    what: 'GHC',
    instead: 'a stage of its own for the build, and `debian:*-slim` for what it makes',
    starts: /\b(?:ghc|ghci|stack|cabal)\b/,
  },
  {
    name: /^swift$/,
    notTag: /slim/,
    what: 'the Swift compiler',
    instead: 'a stage of its own for the build, and `swift:*-slim` for what it makes',
    starts: /\bswift\b/,
  },
];

/** What of it the image is made for, if it is one that builds programs. */
export function findBuildBase(image: ParsedImageName | undefined): BuildBase | undefined {
  if (image === undefined) return undefined;
  const { name, tag = '' } = image;
  return KNOWN.find(
    (known) =>
      known.name.test(name) &&
      (known.tag === undefined || known.tag.test(tag)) &&
      (known.notTag === undefined || !known.notTag.test(tag)),
  );
}
