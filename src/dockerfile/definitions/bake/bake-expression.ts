// Expressions of bake files: as much of HCL's as definitions of builds need; the rest is known for what it is.

/** A value of HCL. */
export type BakeValue =
  | null
  | string
  | number
  | boolean
  | readonly BakeValue[]
  | { readonly [name: string]: BakeValue };

/** An expression that was read and not evaluated. */
export type BakeExpression =
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'template'; readonly parts: readonly BakeExpression[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly BakeExpression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [BakeExpression, BakeExpression])[] }
  | { readonly kind: 'not'; readonly of: BakeExpression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: BakeExpression;
      readonly right: BakeExpression;
    }
  | {
      readonly kind: 'choice';
      readonly test: BakeExpression;
      readonly yes: BakeExpression;
      readonly no: BakeExpression;
    }
  /** What is not evaluated here: functions, `for`, attributes. It is an error only where its value is needed. */
  | { readonly kind: 'unread'; readonly what: string };

/** An expression whose value cannot be told; the message says why. */
export class BakeExpressionError extends Error {}

/** What each name stands for. */
export type BakeScope = (name: string) => BakeValue;

/** The value of an expression; throws BakeExpressionError. */
export function evaluateExpression(expression: BakeExpression, scope: BakeScope): BakeValue {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'name':
      return scope(expression.name);
    case 'template':
      return joinTexts(expression.parts.map((part) => textOf(evaluateExpression(part, scope))));
    case 'list':
      return expression.items.map((item) => evaluateExpression(item, scope));
    case 'map':
      return Object.fromEntries(
        expression.entries.map(([key, value]) => [
          key.kind === 'name' ? key.name : textOf(evaluateExpression(key, scope)),
          evaluateExpression(value, scope),
        ]),
      );
    case 'not':
      return !truthOf(evaluateExpression(expression.of, scope));
    case 'choice': {
      const { test, yes, no } = expression;
      return evaluateExpression(truthOf(evaluateExpression(test, scope)) ? yes : no, scope);
    }
    case 'binary':
      return evaluateBinary(expression, scope);
    case 'unread':
      throw new BakeExpressionError(`${expression.what} is not read here`);
  }
}

function evaluateBinary(
  { operator, left, right }: Extract<BakeExpression, { kind: 'binary' }>,
  scope: BakeScope,
): BakeValue {
  const a = evaluateExpression(left, scope);
  if (operator === '&&') return truthOf(a) && truthOf(evaluateExpression(right, scope));
  if (operator === '||') return truthOf(a) || truthOf(evaluateExpression(right, scope));
  const b = evaluateExpression(right, scope);
  const isEqual = JSON.stringify(a) === JSON.stringify(b);
  if (operator === '==') return isEqual;
  if (operator === '!=') return !isEqual;
  throw new BakeExpressionError(`the operator ${operator} is not read here`);
}

/** A value as text, as HCL converts it. */
export function textOf(value: BakeValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new BakeExpressionError(
    value === null ? 'a text is made of null' : 'a text is made of a list or a map',
  );
}

const TEXT_LIMIT = 1024 * 1024;

function joinTexts(texts: readonly string[]): string {
  if (texts.reduce((sum, { length }) => sum + length, 0) > TEXT_LIMIT)
    throw new BakeExpressionError('a text grows too long');
  return texts.join('');
}

function truthOf(value: BakeValue): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new BakeExpressionError('a condition is neither true nor false');
}
