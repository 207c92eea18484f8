import { describe, it } from 'vitest';
import { buildTree } from '../../src/checks/build-tree.ts';
import { expectFound, expectLeft, HEADS } from '../support/judge-files.ts';
import { file, link } from '../support/layers.ts';

describe('build-tree', () => {
  it('finds the folders of build tools', async () => {
    await expectFound(
      buildTree,
      [
        'srv/app/build/CMakeFiles/app.dir/main.c.o',
        'srv/app/autom4te.cache/output.0',
        'srv/app/target/debug/deps/libapp.rlib',
        'srv/app/target/debug/build/x-1a/output',
        'srv/app/target/debug/incremental/x/a.bin',
        'srv/app/target/debug/.fingerprint/x/lib',
        'srv/app/target/release/deps/libapp.rlib',
        'srv/app/target/release/build/x-1a/build-script-build',
        'srv/app/target/release/incremental/x/a.bin',
        'srv/app/target/release/.fingerprint/x/lib',
        'srv/app/target/x86_64-unknown-linux-musl/release/deps/a.rlib',
        'srv/app/target/x86_64-unknown-linux-musl/release/build/x-1a/output',
        'srv/app/target/x86_64-unknown-linux-musl/release/.fingerprint/x/lib',
        'srv/app/target/test-classes/ATest.class',
        'srv/app/target/surefire-reports/a.xml',
        'srv/app/target/maven-status/x.lst',
        'srv/app/target/app.jar.original',
        'srv/app/target/app.war.original',
        'srv/app/node_modules/bcrypt/build/Release/obj.target/bcrypt_lib/src/bcrypt.o',
        'srv/app/node_modules/bcrypt/build/Release/.deps/Release/bcrypt.node.d',
        'srv/app/build/temp.linux-x86_64-cpython-312/a.o',
        'srv/app/build/bdist.linux-x86_64/x',
        'srv/app/.zig-cache/o/1a/a.o',
        'srv/app/zig-cache/o/1a/a.o',
      ],
      [
        'srv/app/target/release/app',
        'srv/app/target/app.jar',
        'srv/app/target/classes/A.class',
        'srv/app/node_modules/bcrypt/build/Release/bcrypt.node',
      ],
    );
  });

  it("finds Gradle's and .NET's folders only in their projects", async () => {
    const gradle = [
      'srv/app/build/tmp/jar/MANIFEST.MF',
      'srv/app/build/kotlin/x.bin',
      'srv/app/build/test-results/a.xml',
    ];
    await expectFound(buildTree, gradle, ['srv/app/build.gradle.kts', 'srv/app/build/libs/app.jar']);
    await expectLeft(buildTree, [...gradle, 'srv/app/package.json']);
    const dotnet = ['srv/app/obj/Debug/net8.0/App.dll', 'srv/app/obj/Release/net8.0/App.dll'];
    await expectFound(buildTree, dotnet, [
      'srv/app/obj/project.assets.json',
      'srv/app/bin/Debug/net8.0/App.dll',
    ]);
    await expectLeft(buildTree, dotnet);
  });

  it('leaves alone folders that something is run from', async () => {
    await expectLeft(buildTree, ['srv/app/target/debug/deps/app-1a2b'], {
      command: ['/srv/app/target/debug/deps/app-1a2b'],
    });
  });

  it('leaves alone the folders of a build that is made at the start', async () => {
    await expectLeft(buildTree, ['srv/app/target/debug/deps/libapp.rlib'], {
      command: ['cargo', 'watch', '-x', 'run'],
    });
    const dotnet = ['srv/app/obj/Debug/net8.0/App.dll', 'srv/app/obj/project.assets.json'];
    await expectLeft(buildTree, dotnet, { command: ['dotnet', 'run'] });
    await expectFound(buildTree, dotnet.slice(0, 1), dotnet.slice(1), { command: ['dotnet', 'App.dll'] });
    const gradle = ['srv/app/build/tmp/x', 'srv/app/build.gradle'];
    await expectLeft(buildTree, gradle, { command: ['./gradlew', 'bootRun'] });
  });

  it('leaves alone shared libraries that a build script of Cargo made', async () => {
    await expectLeft(buildTree, [
      file('srv/app/target/release/build/torch-sys-1a/out/libtorch.so', HEADS.elfShared),
    ]);
  });

  it('leaves alone a program that Cargo has as a hard link', async () => {
    await expectLeft(buildTree, [
      file('srv/app/target/release/deps/app-1a2b', 'binary'),
      link('srv/app/target/release/app', 'srv/app/target/release/deps/app-1a2b'),
    ]);
  });
});
