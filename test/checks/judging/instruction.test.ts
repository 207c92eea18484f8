import { describe, expect, test } from 'vitest';
import { cleanInstruction } from '../../../src/checks/judging/instruction.ts';

describe('the instruction of a created_by, as each builder writes it', () => {
  test.each<readonly [string, string, string | null]>([
    [
      'BuildKit, RUN',
      'RUN /bin/sh -c apt-get update && apt-get install -y curl # buildkit',
      'RUN apt-get update && apt-get install -y curl',
    ],
    [
      'BuildKit, build arguments',
      'RUN |2 VERSION=1.2 NAME=a b /bin/sh -c make install # buildkit',
      'RUN make install',
    ],
    [
      'BuildKit, SHELL with pipefail',
      'RUN /bin/bash -o pipefail -c curl x | sh # buildkit',
      'RUN curl x | sh',
    ],
    ['BuildKit, SHELL with joined options', 'RUN /bin/bash -euxo pipefail -c make # buildkit', 'RUN make'],
    ['BuildKit, SHELL elsewhere', 'RUN /busybox/sh -c rm -rf /tmp # buildkit', 'RUN rm -rf /tmp'],
    [
      'BuildKit, a shell in the command',
      'RUN /bin/sh -c curl x | /bin/bash -c y # buildkit',
      'RUN curl x | /bin/bash -c y',
    ],
    ['BuildKit, exec form', 'RUN apk add curl # buildkit', 'RUN apk add curl'],
    ['BuildKit, exec form that is a script', 'RUN /opt/build.sh -c x # buildkit', 'RUN /opt/build.sh -c x'],
    ['BuildKit, COPY', 'COPY --chown=app:app . /srv # buildkit', 'COPY --chown=app:app . /srv'],
    ['BuildKit, ADD', 'ADD rootfs.tar.xz / # buildkit', 'ADD rootfs.tar.xz /'],
    ['BuildKit, WORKDIR', 'WORKDIR /srv', 'WORKDIR /srv'],
    [
      'BuildKit, heredoc',
      'RUN /bin/sh -c set -e\napt-get update\napt-get install -y curl\n # buildkit',
      'RUN set -e apt-get update apt-get install -y curl',
    ],
    ['classic builder, RUN', '/bin/sh -c apt-get update', 'RUN apt-get update'],
    ['classic builder, build arguments', '|1 VERSION=1.2 /bin/sh -c make', 'RUN make'],
    [
      'classic builder, a shell as the value of an argument',
      '|1 SHELL=/bin/bash /bin/sh -c make',
      'RUN make',
    ],
    ['classic builder, COPY', '/bin/sh -c #(nop) COPY dir:abc in /srv ', 'COPY dir:abc in /srv'],
    ['classic builder, two blanks', '/bin/sh -c #(nop)  CMD ["sh"]', 'CMD ["sh"]'],
    ['classic builder, SHELL', '/bin/bash -o pipefail -c make', 'RUN make'],
    ['classic builder, exec form', 'apk add curl', 'apk add curl'],
    ['classic builder, exec form with arguments', '|1 A=1 apk add curl', 'RUN |1 A=1 apk add curl'],
    ['classic builder without a shell', '#(nop) ADD file:1 in /', 'ADD file:1 in /'],
    ['podman and buildah, RUN', '/bin/sh -c dnf install -y curl', 'RUN dnf install -y curl'],
    ['podman and buildah, COPY', '/bin/sh -c #(nop) COPY file:1f in /etc/x ', 'COPY file:1f in /etc/x'],
    ['podman and buildah, build arguments', '|1 A=b /bin/sh -c dnf clean all', 'RUN dnf clean all'],
    ['kaniko, RUN', 'RUN apt-get update && apt-get clean', 'RUN apt-get update && apt-get clean'],
    ['kaniko, COPY', 'COPY --from=build /out /srv', 'COPY --from=build /out /srv'],
    [
      'Windows, PowerShell',
      "RUN powershell -Command $ErrorActionPreference = 'Stop'; Install-Module x # buildkit",
      "RUN $ErrorActionPreference = 'Stop'; Install-Module x",
    ],
    [
      'Windows, PowerShell with options',
      'powershell.exe -NoProfile -ExecutionPolicy Bypass -Command Get-Item x',
      'RUN Get-Item x',
    ],
    ['Linux, PowerShell', 'RUN pwsh -Command Install-Module x # buildkit', 'RUN Install-Module x'],
    ['Windows, cmd', 'cmd /S /C echo hello', 'RUN echo hello'],
    ['Windows, no operation', 'cmd /S /C #(nop) COPY dir:1 in c:/app ', 'COPY dir:1 in c:/app'],
    [
      'debuerreotype',
      "# debian.sh --arch 'amd64' out/ 'bookworm' '@1690848000'",
      "# debian.sh --arch 'amd64' out/ 'bookworm' '@1690848000'",
    ],
    ['Bazel', 'bazel build //app:image', 'bazel build //app:image'],
    ['jib', 'jib-gradle-plugin:3.4.0', 'jib-gradle-plugin:3.4.0'],
  ])('%s', (_builder, createdBy, instruction) => {
    expect(cleanInstruction(createdBy)).toBe(instruction);
  });

  test.each([undefined, '', '  \n ', '# buildkit', '/bin/sh -c #(nop) '])('%j tells nothing', (createdBy) => {
    expect(cleanInstruction(createdBy)).toBeNull();
  });

  test('is the same where it is cleaned twice', () => {
    for (const createdBy of [
      'RUN /bin/sh -c a # buildkit',
      '/bin/sh -c #(nop) COPY a in b ',
      'RUN |1 A=b /bin/sh -c c',
    ])
      expect(cleanInstruction(cleanInstruction(createdBy) ?? '')).toBe(cleanInstruction(createdBy));
  });
});

describe('hostile histories take time in proportion to their length', () => {
  const length = 400_000;
  const repeat = (text: string): string => text.repeat(Math.ceil(length / text.length));
  test.each<readonly [string, string]>([
    ['blanks', `${repeat(' ')}x`],
    ['blanks before a mark that does not come', `RUN x${repeat(' ')}#${repeat(' ')}x`],
    ['marks', repeat(' # buildkit ')],
    ['a shell without end', `/bin/sh ${repeat('-a ')}`],
    ['an option without end', `/bin/sh -${repeat('c')}`],
    ['shells', repeat('/bin/sh -a ')],
    ['arguments', `|1 ${repeat('A=/bin/sh -x ')}`],
    ['a path', `|1 ${repeat('/a')} x`],
    ['PowerShells', `|1 ${repeat('pwsh -a ')}`],
    ['words after PowerShell', `|1 pwsh ${repeat('a ')}`],
    ['digits', `|${repeat('1')}x`],
  ])('%s', (_what, createdBy) => {
    const start = performance.now();
    cleanInstruction(createdBy);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
