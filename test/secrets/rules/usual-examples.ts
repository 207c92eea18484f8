// Examples that follow from one secret: places where secrets usually stand, and the same text cut, glued or made a placeholder.
import type { RuleExamples } from './expect-rules.ts';

/** For a token that its own form gives away; it must have the least length that the rule allows. */
export function tokenExamples(token: string): RuleExamples {
  return {
    positives: [
      `export SOME_VALUE=«${token}»\n`,
      `{"some_value": "«${token}»"}`,
      `<value>«${token}»</value>`,
      `run --with «${token}» --now`,
    ],
    negatives: [
      `some_value: "word${token}"`,
      `some_value: "${token.slice(0, -1)}"`,
      `some_value: "${token.slice(0, Math.ceil(token.length / 3))}"`,
      `some_value: "${token.slice(0, 4)}${'x'.repeat(token.length - 4)}"`,
    ],
  };
}

/** For a value told by the `name` it is assigned to; it must have the least length that the rule allows. */
export function assignedExamples(name: string, value: string): RuleExamples {
  return {
    positives: [
      `export ${name}="«${value}»"\n`,
      `{"${name.toLowerCase()}": "«${value}»"}`,
      `${name}: «${value}»\n`,
      `System.setProperty("${name}", "«${value}»")`,
    ],
    negatives: [
      `checksum = "${value}"`,
      `${name}=${value.slice(0, -1)}`,
      `${name}=${value}${'0_more'.repeat(60)}`,
      `${name} = "${'x'.repeat(value.length)}"`,
      `${name}=\${${name}}`,
    ],
  };
}
