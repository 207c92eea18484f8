// A reader that polls what is current, and each time pulls everything that it names, until it is told to stop.
import { createHash } from 'node:crypto';

interface Named {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
}

export interface Watched {
  reads: number;
  /** Different indexes that were seen. */
  readonly seen: Set<string>;
  readonly failures: string[];
  /** Answers to the tag itself that were none, by status: the registry's own doing, which writes links in place. */
  readonly unanswered: string[];
  stop(): Promise<void>;
}

const ACCEPT = ['application/vnd.oci.image.index.v1+json', 'application/vnd.oci.image.manifest.v1+json'].join(
  ', ',
);

export function watchCurrent(host: string, repository: string): Watched {
  let isStopped = false;
  const base = `http://${host}/v2/${repository}`;
  const watched: Watched = {
    reads: 0,
    seen: new Set(),
    failures: [],
    unanswered: [],
    async stop() {
      isStopped = true;
      await watching;
    },
  };
  const pull = async (path: string, digest: string, size: number): Promise<Buffer | undefined> => {
    const response = await fetch(`${base}/${path}/${digest}`, { headers: { accept: ACCEPT } });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isSame =
      response.ok &&
      bytes.length === size &&
      `sha256:${createHash('sha256').update(bytes).digest('hex')}` === digest;
    if (!isSame) watched.failures.push(`${path} ${digest}: ${response.status}`);
    return isSame ? bytes : undefined;
  };
  const pullAll = async (document: Buffer): Promise<void> => {
    const {
      manifests = [],
      config,
      layers = [],
    } = JSON.parse(document.toString()) as {
      readonly manifests?: readonly Named[];
      readonly config?: Named;
      readonly layers?: readonly Named[];
    };
    for (const { digest, size } of manifests) {
      const child = await pull('manifests', digest, size);
      if (child !== undefined) await pullAll(child);
    }
    for (const { digest, size } of [...(config === undefined ? [] : [config]), ...layers])
      await pull('blobs', digest, size);
  };
  const watch = async (): Promise<void> => {
    while (!isStopped) {
      try {
        const response = await fetch(`${base}/manifests/current`, { headers: { accept: ACCEPT } });
        const bytes = Buffer.from(await response.arrayBuffer());
        if (!response.ok) watched.unanswered.push(`${response.status}`);
        else {
          watched.seen.add(createHash('sha256').update(bytes).digest('hex'));
          await pullAll(bytes);
          watched.reads += 1;
        }
      } catch (error) {
        // Only a registry that is down does not answer at all.
        watched.unanswered.push('none');
        if (!(error instanceof TypeError)) watched.failures.push(String(error));
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  const watching = watch();
  return watched;
}
