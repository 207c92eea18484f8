// The two builders of these tests: BuildKit as the engine has it, and the current one, for files that need its front end.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, runProgram } from '../run-program.ts';
import { type CurrentBuildKit, startBuildKit } from '../transfer/current-buildkit.ts';
import { BASE } from './fix-base.ts';

/** Builds a folder into an image of the engine; throws with the end of what the builder said. */
export type BuildFolder = (folder: string, image: string, options: readonly string[]) => Promise<void>;

/** What the engine brings. */
export function buildByEngine(docker: string): BuildFolder {
  return async (folder, image, options) => {
    const args = ['build', '--network', 'host', '--progress', 'plain', '-t', image, ...options, folder];
    await must('env', ['DOCKER_BUILDKIT=1', docker, ...args]);
  };
}

/** The current one, started when it is first asked. */
export class CurrentBuilder {
  readonly #docker: string;
  readonly #work = mkdtempSync(join(tmpdir(), 'plimsoll-current-'));
  #daemon: CurrentBuildKit | undefined;
  #base = '';

  constructor(docker: string) {
    this.#docker = docker;
  }

  readonly build: BuildFolder = async (folder, image, options) => {
    this.#daemon ??= await this.#start();
    const archive = join(this.#work, 'image.tar');
    await must('buildctl', [
      ...['--addr', this.#daemon.address, 'build', '--frontend', 'dockerfile.v0', '--progress', 'plain'],
      ...['--local', `context=${folder}`, '--local', `dockerfile=${folder}`],
      // With a command line of its own the front end does not ask for the image that a `# syntax` line names.
      ...['--opt', 'cmdline=docker/dockerfile:1', '--opt', 'force-network-mode=host'],
      ...['--allow', 'network.host', '--opt', `context:${BASE}=${this.#base}`],
      ...['--oci-layout', `base=${this.#work}/layout`, ...options],
      ...['--output', `type=docker,name=${image},dest=${archive}`],
    ]);
    await must(this.#docker, ['load', '-q', '-i', archive]);
    rmSync(archive);
  };

  async #start(): Promise<CurrentBuildKit> {
    const archive = join(this.#work, 'base.tar');
    await must(this.#docker, ['save', '-o', archive, BASE]);
    await must('skopeo', ['copy', '-q', `docker-archive:${archive}`, `oci:${this.#work}/layout:base`]);
    rmSync(archive);
    const inspected = await must('skopeo', ['inspect', `oci:${this.#work}/layout:base`]);
    this.#base = `oci-layout://base@${(JSON.parse(inspected) as { Digest: string }).Digest}`;
    return startBuildKit();
  }

  async stop(): Promise<void> {
    await this.#daemon?.stop();
    await runProgram('rm', ['-rf', this.#work]);
  }
}
