import { describe, it } from 'vitest';
import { nugetCache } from '../../src/checks/nuget-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('nuget-cache', () => {
  const packages = ['root/.nuget/packages/newtonsoft.json/13.0.3/lib/net6.0/Newtonsoft.Json.dll'];
  const downloads = [
    'root/.local/share/NuGet/v3-cache/1a/list.dat',
    'root/.local/share/NuGet/http-cache/x.dat',
    'root/.local/share/NuGet/plugins-cache/x.dat',
  ];

  it('finds packages and downloads', async () => {
    await expectFound(
      nugetCache,
      [...packages, ...downloads],
      ['root/.nuget/NuGet/NuGet.Config', 'root/.dotnet/tools/.store/dotnet-ef/8.0.0/project.assets.json'],
    );
  });

  it('leaves packages alone where the SDK builds at the start', async () => {
    await expectFound(nugetCache, downloads, packages, { command: ['dotnet', 'run', '--no-launch-profile'] });
    await expectLeft(nugetCache, packages, { command: ['/bin/sh', '-c', 'dotnet watch run'] });
  });

  it('leaves packages alone where a build that was not published runs', async () => {
    await expectLeft(nugetCache, packages, { command: ['dotnet', 'bin/Debug/net8.0/App.dll'] });
    await expectFound(nugetCache, packages, [], {
      command: ['dotnet', 'bin/Release/net8.0/publish/App.dll'],
    });
    await expectFound(nugetCache, packages, [], { command: ['dotnet', 'App.dll'] });
  });
});
