import { describe, expect, test } from 'vitest';
import { formatPluginMetadata, readPluginCall } from '../../../src/cli/docker-plugin/plugin-call.ts';

describe('a call by Docker', () => {
  test('for metadata', () => {
    expect(readPluginCall(['docker-cli-plugin-metadata'])).toEqual({ kind: 'metadata' });
    expect(JSON.parse(formatPluginMetadata('1.2.3'))).toMatchObject({
      SchemaVersion: '0.1.0',
      Vendor: expect.stringMatching(/./),
      Version: '1.2.3',
    });
  });

  test.each([
    [['plimsoll', 'check', 'app:1', '--context', 'x'], ['check', 'app:1', '--context', 'x'], {}],
    [['--context', 'far', 'plimsoll', 'check'], ['check'], { DOCKER_CONTEXT: 'far', DOCKER_HOST: '' }],
    [['--context=far', '-D', 'plimsoll'], [], { DOCKER_CONTEXT: 'far', DOCKER_HOST: '' }],
    [
      ['-H', 'tcp://a:1', '--config=/a=b', 'plimsoll', 'plimsoll'],
      ['plimsoll'],
      { DOCKER_HOST: 'tcp://a:1', DOCKER_CONFIG: '/a=b' },
    ],
  ])('%j', (given, args, env) => {
    expect(readPluginCall(given)).toEqual({ kind: 'run', args, env });
  });

  test.each([['--tlsverify'], ['--constructor'], ['-H']])('with %s is refused', (...options) => {
    expect(() =>
      readPluginCall([...options, 'plimsoll', 'check'].slice(0, options[0] === '-H' ? 1 : 3)),
    ).toThrow(/does not reach a plugin/);
  });
});
