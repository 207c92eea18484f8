import { PACKAGE_REGISTRIES } from '../../../src/secrets/structures/package-registries.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const token = makeText(ALPHABET.alphanumeric, 36);

testStructures(PACKAGE_REGISTRIES, {
  npmrc: [
    {
      path: 'app/.npmrc',
      text: `registry=https://registry.npmjs.org/\n//registry.npmjs.org/:_authToken=«${token}»\n_auth = "«YTpob3JzZQ==»"\n//n.example.com:8080/:_password=«aG9yc2U=»\n`,
    },
    {
      path: 'app/.npmrc',
      text: `//registry.npmjs.org/:_authToken=\${NPM_TOKEN}\n; _auth=${token}\nalways-auth=true\n`,
    },
  ],
  yarnrc: [
    {
      path: '.yarnrc.yml',
      text: `nodeLinker: node-modules\nnpmAuthToken: "«${token}»"\nnpmScopes:\n  a:\n    npmAuthIdent: «a:horse»\n`,
    },
    { path: '.yarnrc.yml', text: `npmAuthToken: "\${NPM_TOKEN:-}"\nnpmAlwaysAuth: true\n` },
  ],
  'python-registries': [
    { path: 'root/.pypirc', text: `[pypi]\nusername = __token__\npassword = «pypi-${token}»\n` },
    { path: 'etc/pip.conf', text: '[global]\nindex-url = https://ci:«horse»@pypi.example.com/simple\n' },
    {
      path: 'etc/pip.conf',
      text: '[global]\nindex-url = https://pypi.example.com/simple\nextra-index-url = https://ci@pypi.example.com/\n',
    },
  ],
  'gradle-properties': [
    {
      path: 'root/.gradle/gradle.properties',
      text: `org.gradle.jvmargs=-Xmx2g\nsigning.password=«horse9»\nnexusToken=«${token}»\n`,
    },
    {
      path: 'gradle.properties',
      text: 'signing.keyId=24875D73\nsigning.secretKeyRingFile=/root/x.gpg\nstorePassword=\n',
    },
  ],
  'maven-settings': [
    {
      path: 'root/.m2/settings.xml',
      text: '<settings><servers><server><username>a</username><password>«horse9»</password></server></servers></settings>',
    },
    {
      path: 'root/.m2/settings-security.xml',
      text: `<settingsSecurity>\n  <master>«{${token}}»</master>\n</settingsSecurity>`,
    },
    {
      path: 'root/.m2/settings.xml',
      text: `<settings><server><password>{${token}}</password></server><server><password>\${env.PW}</password></server><!-- <password>horse9</password> --></settings>`,
    },
  ],
  'nuget-config': [
    {
      path: 'src/NuGet.Config',
      text: '<configuration><packageSourceCredentials><A><add key="Username" value="a" /><add key="ClearTextPassword" value="«horse9»" /></A></packageSourceCredentials></configuration>',
    },
    {
      path: 'NuGet.Config',
      text: `<configuration><A><add key="Password" value="${token}" /><add key="ClearTextPassword" value="%PW%" /></A></configuration>`,
    },
  ],
  'composer-auth': [
    {
      path: 'root/.composer/auth.json',
      text: `{"http-basic": {"repo.example.com": {"username": "a", "password": "«horse9»"}}, "github-oauth": {"github.com": "«${token}»"}}`,
    },
    {
      path: 'auth.json',
      text: '{"http-basic": {"repo.example.com": {"username": "a", "password": ""}}, "x": {"password": "horse9"}}',
    },
  ],
  'bundle-config': [
    {
      path: 'root/.bundle/config',
      text: `---\nBUNDLE_GEMS__EXAMPLE__COM: "«a:horse9»"\nBUNDLE_PATH: "vendor"\n`,
    },
    {
      path: '.bundle/config',
      text: '---\nBUNDLE_BUILD__NOKOGIRI: "--use-system-libraries"\nBUNDLE_PATH: "vendor"\n',
    },
  ],
  'gem-credentials': [
    { path: 'root/.gem/credentials', text: `---\n:rubygems_api_key: «rubygems_${token}»\n` },
    { path: 'root/.gem/credentials', text: '---\n:rubygems_api_key:\n:backtrace: false\n' },
  ],
  'cargo-credentials': [
    { path: 'root/.cargo/credentials.toml', text: `[registry]\ntoken = "«${token}»"\n` },
    { path: 'root/.cargo/credentials', text: '[registry]\n# token = "a"\nprotocol = "sparse"\n' },
  ],
});
