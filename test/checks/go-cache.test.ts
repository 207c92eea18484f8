import { describe, it } from 'vitest';
import { goCache } from '../../src/checks/go-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('go-cache', () => {
  const modules = [
    'go/pkg/mod/cache/download/x/@v/v1.0.0.zip',
    'go/pkg/mod/golang.org/x/net@v0.20.0/http2/h.go',
  ];
  const builds = ['root/.cache/go-build/00/00ab-d'];

  it('finds modules and build results', async () => {
    await expectFound(goCache, [
      ...modules,
      ...builds,
      'root/go/pkg/mod/cache/lock',
      'go/pkg/sumdb/sum.golang.org/latest',
      'root/.cache/golangci-lint/0a/x',
      'root/.cache/staticcheck/0a/x',
      'root/.cache/gopls/0a/x',
    ]);
  });

  it('leaves them alone where go runs', async () => {
    await expectLeft(goCache, [...modules, ...builds], { command: ['go', 'run', './cmd/app'] });
    await expectLeft(goCache, modules, { command: ['/bin/sh', '-c', '/usr/local/go/bin/go test ./...'] });
  });

  it('finds modules that are not read because the project vendors its own', async () => {
    const run = { command: ['go', 'run', '.'], env: { GOFLAGS: '-trimpath -mod=vendor' } };
    await expectFound(goCache, modules, builds, run);
  });

  it('leaves alone the toolchain and sources in folders of the same name', async () => {
    await expectLeft(goCache, [
      'usr/local/go/pkg/tool/linux_amd64/compile',
      'usr/local/go/src/net/http/server.go',
      'go/bin/app',
      'srv/app/go/pkg/mod/parser.go',
    ]);
  });
});
