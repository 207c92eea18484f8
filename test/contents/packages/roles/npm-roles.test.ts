// npm's packages of development, through real inventories: by npm's hidden lockfile, and by what devDependencies lead to.
import { expect, test } from 'vitest';
import type { TarItem } from '../../../../src/oci/tar/write-tar.ts';
import { readStack } from '../../../checks/judging/judge-stack.ts';
import { file } from '../../../support/layers.ts';

const json = (path: string, value: unknown): TarItem => file(path, JSON.stringify(value));
const installed = (path: string, fields: object = {}): TarItem =>
  json(`${path}/package.json`, {
    name: path.slice(path.lastIndexOf('node_modules/') + 13),
    version: '1.0.0',
    ...fields,
  });

async function rolesOf(...items: readonly TarItem[]): Promise<Readonly<Record<string, string>>> {
  const { inventory } = await readStack([items]);
  return Object.fromEntries(
    inventory.packages.map(({ record, roles }) => [
      record.name,
      roles.map(({ role, because }) => `${role}: ${because}`).join('; '),
    ]),
  );
}

test("npm's hidden lockfile tells", async () => {
  const roles = await rolesOf(
    json('app/package.json', {
      name: 'app',
      dependencies: { a: '1' },
      devDependencies: { mocha: '1', b: '1' },
    }),
    json('app/node_modules/.package-lock.json', {
      lockfileVersion: 3,
      packages: {
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b': { version: '1.0.0' },
        'node_modules/mocha': { version: '1.0.0', dev: true },
      },
    }),
    installed('app/node_modules/a'),
    installed('app/node_modules/b'),
    installed('app/node_modules/mocha'),
  );
  // What the lockfile does not mark serves, whatever the application's own file says.
  expect(roles).toEqual({ app: '', a: '', b: '', mocha: "test-framework: npm's lockfile marks it as dev" });
});

test('without one, what only devDependencies lead to', async () => {
  const roles = await rolesOf(
    json('app/package.json', {
      name: 'app',
      dependencies: { serve: '1' },
      devDependencies: { webpack: '1', shared: '1', '@scope/tool': '1' },
    }),
    installed('app/node_modules/serve', { dependencies: { shared: '1', own: '1' } }),
    installed('app/node_modules/serve/node_modules/own'),
    installed('app/node_modules/shared'),
    installed('app/node_modules/webpack', { dependencies: { acorn: '1', shared: '1' } }),
    installed('app/node_modules/acorn'),
    installed('app/node_modules/@scope/tool'),
    installed('app/node_modules/stray'),
  );
  const because = 'development: only devDependencies lead to it';
  expect(roles).toEqual({
    app: '',
    serve: '',
    own: '',
    shared: '',
    stray: '',
    webpack: because,
    acorn: because,
    '@scope/tool': because,
  });
});

test('what another application below needs serves', async () => {
  const roles = await rolesOf(
    json('srv/package.json', { name: 'root', devDependencies: { tool: '1' } }),
    json('srv/packages/web/package.json', { name: 'web', dependencies: { tool: '1' } }),
    installed('srv/node_modules/tool'),
  );
  expect(roles['tool']).toBe('');
});

test('what npm brings for itself is the package manager', async () => {
  const npm = 'usr/local/lib/node_modules/npm';
  const roles = await rolesOf(installed(npm), installed(`${npm}/node_modules/semver`));
  expect(roles).toEqual({
    npm: 'package-manager: reviewed list',
    semver: `package-manager: in /${npm}/node_modules`,
  });
});
