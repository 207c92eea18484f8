// `plimsoll image IMAGE --ui`: reads the image, then lets somebody walk through it.
import picocolors from 'picocolors';
import { PlimsollError } from '../../errors.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { ImageFlags } from '../image-flags.ts';
import { createPalette } from '../terminal/create-palette.ts';
import type { ImageWalk } from './image-walk.ts';
import type { ScreenPalette } from './paint.ts';
import { readWalk } from './read-walk.ts';
import { TerminalScreen, type TerminalStreams } from './terminal-screen.ts';
import { WalkSession } from './walk-image.ts';

/** Walks until somebody leaves; resolves to the exit code, which does not judge the image. */
export async function runUi(
  name: string,
  flags: ImageFlags,
  io: CliIo,
  streams: TerminalStreams = process,
): Promise<number> {
  refuse(flags, io, streams);
  const walk = await readWalk(name, flags, io);
  const { inverse } = picocolors.createColors(true);
  await walkImage(walk, { ...createPalette(io.stdout, io.env, flags.color), selected: inverse }, io, streams);
  return EXIT_CODE.clean;
}

function refuse(flags: ImageFlags, io: CliIo, { stdin, stdout }: TerminalStreams): void {
  if (flags.format !== 'text')
    throw new PlimsollError('USAGE', `--ui shows a screen, and --format ${flags.format} writes a document`, {
      hint: 'Leave one of them out.',
    });
  if (stdin.isTTY !== true || stdout.isTTY !== true || io.env['TERM'] === 'dumb')
    throw new PlimsollError('USAGE', '--ui needs a terminal, for keys and for the screen', {
      hint: "Without --ui, 'plimsoll image' prints the layers; in a container, start it with 'docker run -it'.",
    });
}

function walkImage(
  walk: ImageWalk,
  palette: ScreenPalette,
  io: CliIo,
  streams: TerminalStreams,
): Promise<void> {
  const screen = new TerminalScreen(streams);
  const session = new WalkSession(walk, screen.size);
  return new Promise((resolve, reject) => {
    const end = (): void => {
      screen.leave();
      io.signal.removeEventListener('abort', stop);
    };
    const stop = (): void => {
      end();
      reject(new PlimsollError('ABORTED', 'stopped'));
    };
    io.signal.addEventListener('abort', stop);
    const act = (change: () => void): void => {
      try {
        change();
        if (!session.isDone) return screen.show(session.draw(palette));
        end();
        resolve();
      } catch (error) {
        end();
        reject(error);
      }
    };
    screen.enter(
      (key) => act(() => session.press(key)),
      () => act(() => session.resize(screen.size)),
    );
    if (io.signal.aborted) stop();
    else act(() => {});
  });
}
