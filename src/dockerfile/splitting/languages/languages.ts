// The languages in the order in which they are asked: what is started decides, and C, whose compilers others use too, comes last.
import type { Language } from '../production-needs.ts';
import { C } from './c.ts';
import { DOTNET } from './dotnet.ts';
import { GO } from './go.ts';
import { JAVA } from './java.ts';
import { NODE } from './node.ts';
import { PHP } from './php.ts';
import { PYTHON } from './python.ts';
import { RUBY } from './ruby.ts';
import { RUST } from './rust.ts';

/** All of them. */
export const LANGUAGES: readonly Language[] = [DOTNET, JAVA, NODE, PYTHON, RUBY, PHP, GO, RUST, C];
