// A chain of reasons in words: `tools:1 because os:1 because debian:12 sha256:a... -> sha256:b...`.
import type { ReasonChain, ReasonStep } from '../fleet/update/planning/update-plan.ts';
import { makeVisible } from './visible-text.ts';

const SHORT_HEX = 12;

/** The chain without the image itself, which stands before it. */
export function describeChain(chain: ReasonChain): string {
  if (chain.length === 1) return describeStep(chain[0]!, 'it');
  return chain
    .slice(1)
    .map((step) => describeStep(step, makeVisible(step.subject)))
    .join(' because ');
}

/** `who` is the image that the step is about, where it is about one. */
function describeStep({ subject, kind, before, after }: ReasonStep, who: string): string {
  const name = makeVisible(subject);
  switch (kind) {
    case 'parent':
      return name;
    case 'between':
      return `${name} more images`;
    case 'base-changed':
      if (before === undefined) return `${name} is used now, ${shorten(after)}`;
      return after === undefined
        ? `${name} is not used any more`
        : `${name} ${shorten(before)} -> ${shorten(after)}`;
    case 'files-changed':
      return `files changed: ${name}`;
    case 'named-context-changed':
      return `a named context changed: ${name}`;
    case 'ignore-file-changed':
      return `the ignore file changed: ${name}`;
    case 'dockerfile-changed':
      return `${name} changed`;
    case 'front-end-changed':
      return `the front end of ${name} changed`;
    case 'target-changed':
      return `the target or platform of ${who} changed`;
    case 'arguments-changed':
      return `the arguments of ${who} changed`;
    case 'secrets-changed':
      return `the secrets that ${who} mounts changed`;
    case 'definition-changed':
      return `${name} changed, which defines it`;
    case 'source-changed':
      return `${name} ${before === undefined ? 'is another' : `${makeVisible(before)} -> ${makeVisible(after ?? 'unknown')}`}`;
    case 'packages-changed':
      return `packages changed: ${name}`;
    case 'never-built':
      return `${who} was never built`;
    case 'key-changed':
      return `${who === 'it' ? 'its key' : `the key of ${who}`} is another than in the lock`;
    case 'refresh-due':
      return `${who} is due, made at ${makeVisible(before ?? 'an unknown time')}`;
    case 'forced':
      return `${who} is forced`;
    case 'assumed':
      return `${name} would change`;
  }
}

function shorten(digest: string | undefined): string {
  const [algorithm = '', hex = ''] = (digest ?? '').split(':');
  return makeVisible(
    hex.length > SHORT_HEX ? `${algorithm}:${hex.slice(0, SHORT_HEX)}` : (digest ?? 'unknown'),
  );
}
