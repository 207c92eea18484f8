// .NET: `dotnet publish`, and the run-time image of the same version.
import type { Language, ReadStage } from '../production-needs.ts';
import { optionValue, resolvePath, type StageCommand } from '../read-commands.ts';

/** .NET. */
export const DOTNET: Language = {
  id: 'dotnet',
  isSpoken: (stage) =>
    publishes(stage) !== undefined || /dotnet\/sdk$/.test(stage.stage.baseImage?.name ?? ''),
  answer: (stage) => {
    const publish = publishes(stage);
    const folder =
      publish === undefined
        ? undefined
        : resolvePath(publish.cwd, optionValue(publish.args, ['-o', '--output']));
    if (folder === undefined)
      return {
        unknown: {
          problem: 'there is no `dotnet publish` with an output folder',
          hint: 'Write RUN dotnet publish -c Release -o /app, and start what is in /app.',
        },
      };
    const { name = '', tag = '' } = stage.stage.baseImage ?? {};
    const isSelfContained = publish!.args.some(
      (word) => word !== undefined && /^(?:--self-contained|--sc)(?:=true)?$/.test(word),
    );
    const runtime = isSelfContained ? 'runtime-deps' : usesAspNet(stage) ? 'aspnet' : 'runtime';
    return {
      needs: {
        language: 'dotnet',
        copies: [{ paths: [folder], to: folder, what: 'what is published' }],
        repeated: [],
        linked: [folder],
        runtime: 'interpreter',
        ...(name.endsWith('dotnet/sdk')
          ? { officialBase: `${name.slice(0, -'sdk'.length)}${runtime}${tag === '' ? '' : `:${tag}`}` }
          : {}),
        runtimePackages: stage.packages
          .filter((each) => /^dotnet-sdk-/.test(each))
          .map((each) =>
            each.replace('dotnet-sdk', usesAspNet(stage) ? 'aspnetcore-runtime' : 'dotnet-runtime'),
          ),
        notes: [],
      },
    };
  },
};

function publishes({ commands }: ReadStage): StageCommand | undefined {
  return commands.findLast(({ program, args }) => program === 'dotnet' && args[0] === 'publish');
}

/** What a project's SDK says; the larger run time where none is found. */
function usesAspNet({ input: { project } }: ReadStage): boolean {
  const files = ['', ...project.list('').slice(0, 100), 'src'].flatMap((folder) =>
    project
      .list(folder)
      .filter((name) => /\.(?:cs|fs|vb)proj$/.test(name))
      .map((name) => (folder === '' ? name : `${folder}/${name}`)),
  );
  const texts = files.slice(0, 50).map((path) => project.read(path) ?? '');
  return (
    texts.length === 0 ||
    texts.some((text) => /Microsoft\.NET\.Sdk\.(?:Web|BlazorWebAssembly)|Microsoft\.AspNetCore/.test(text))
  );
}
