// What decides whether a change lands must not hang on chance: properties are tried from one seed there and everywhere but where
// PLIMSOLL_SEED names another one, or says `random`, as the nightly run does.
import { configureGlobal } from 'fast-check';

const wanted = process.env['PLIMSOLL_SEED'] ?? (process.env['NIGHTLY'] === '1' ? 'random' : '1');
if (wanted !== 'random') configureGlobal({ seed: Number(wanted) });
