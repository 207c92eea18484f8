import { expect, test } from 'vitest';
import { findInText } from '../../../src/secrets/find-in-text.ts';
import { compileRule } from '../../../src/secrets/matching/compiled-rule.ts';
import { GUESSABLE_PASSWORDS_RULES } from '../../../src/secrets/rules/guessable-passwords.ts';
import { testRules } from './expect-rules.ts';
import { patternExamples } from './make-examples.ts';

testRules(GUESSABLE_PASSWORDS_RULES, {
  'password-beside-user': patternExamples(
    [
      "user = 'aladdin'\npassword = '«tiger-lily»'\n",
      'beta => {\n  user     => "joe",\n  # his own\n  password => "«goodmorning»",\n}\n',
    ],
    [
      "user = 'aladdin'\npassword = 'password'\n",
      "user = 'aladdin'\npassword = '$PASSWORD'\n",
      "user = 'aladdin'\n\n\n\n\ncolour = 'green'\n",
      "password = 'tiger-lily'\n",
    ],
  ),
  'password-line-beside-user': patternExamples(
    ['user = aladdin\npassword = «tiger_lily»\n', '[a]\nAPP_USERNAME=joe\nAPP_PASSWORD=«goodmorning»\n'],
    [
      'user = aladdin\npassword = password\n',
      'self.user = user\nself.password = get(a)\n',
      'password = tiger_lily\n',
      'username = jetty\npassword = jetty\n',
      'USERNAME=joe\nPASSWORD=$1\n',
    ],
  ),
  'quoted-password': patternExamples(
    [
      'password = "«kilo$ecret»"\n',
      '{ "AdminPassword" : "«blackbirdsinging»" }',
      "'vm_password': '«Mi55{d4}!@#»',",
    ],
    [
      'password = "secret"\n',
      "edit_password: '/passwords/edit',",
      "password: 'Passwort',",
      'password = "$VALUE"\n',
      'password: "[a-z0-9]{d1}+",',
    ],
  ),
  'compared-password': patternExamples(
    ['if user == "jo" and password == "«team{d2}»":', "if (creds.secret !== '«open-the-door»') {"],
    ['if password == "":', 'if (field == "password") {', "if (password === 'undefined') {"],
  ),
  'told-password': patternExamples(
    ["The default password is '«blueberry»'.", 'the password for the user "joe" is "«lily»"'],
    ["The password is '<password>'.", 'The password is "invalid".', 'password is required'],
  ),
  'guessable-address-password': patternExamples(
    ['postgresql://app:«goodmorning»@localhost/data', 'mysql://app:«secret»@[::1]:3306/data'],
    [
      'postgresql://app:password@localhost/data',
      `mysql://app:\${PASSWORD}@host/data`,
      'mongodb://a:YOUR_PASSWORD@host/',
    ],
  ),
  'guessable-connection-string-password': patternExamples(
    ['Server=db;User Id=app;Password=«secret»;Database=a', 'Provider=SQLOLEDB.1;Uid=app;Pwd=«goodmorning»;'],
    ['Server=db;User Id=app;Password=password;', 'Server=db;Password=$(pw);', 'Password=goodmorning;'],
  ),
  'phpmailer-password': patternExamples(
    ["$mail->Password = '«goodmorning»';", '$mail->Password   = "«tiger»"; // of the account'],
    ["$mail->Password = 'password';", "$mail->Password = getenv('PASSWORD');"],
  ),
  'jwt-signing-secret': patternExamples(
    ['jwtsecret: "«{a12}#k»"', "JWT_SECRET='«7`D/vYR)T;W_&k>{a20}»'"],
    [
      'jwtsecret: "secret"',
      `JWT_SECRET="\${JWT_SECRET_OF_THIS_AND_THAT_ENVIRONMENT}"`,
      'jwt_secret="your-secret"',
    ],
  ),
  'jwt-signing-secret-in-settings': patternExamples(
    ['JWT:\n  secret: "«green#house»"\n', '"jwt": { "secret": "«{a24}»" }'],
    ['jwt:\n  secret: "secret"\n', `jwt:\n  secret: "\${JWT_SECRET}"\n`, 'jwt:\n  issuer: "green#house"\n'],
  ),
  'django-insecure-key': patternExamples(
    ["SECRET_KEY = '«django-insecure-_{m24}%(^+=gr@{m17}»'", 'KEY=«django-insecure-{m50}»\n'],
    ['django-insecure-', "if key.startswith('django-insecure-'): return {m50}"],
  ),
  'react-app-password': patternExamples(
    ['REACT_APP_PASS=«whiteduke»\n', '  REACT_APP_MAIL_PASSWORD="«good_morning»"'],
    ['REACT_APP_USER=joe\n', 'REACT_APP_PASSWORD=password\n', 'REACT_APP_PASSWORD=$PASSWORD\n'],
  ),
});

test('none are told of tests and documentation', () => {
  const rules = GUESSABLE_PASSWORDS_RULES.map(compileRule);
  const text = "user = 'aladdin'\npassword = 'tiger-lily'\n";
  expect(findInText(text, rules, 'app/settings.py').map(({ ruleId }) => ruleId)).toEqual([
    'password-beside-user',
  ]);
  for (const path of ['app/tests/a.py', 'a_test.go', 'usr/share/doc/a/README', 'README.md', 'examples/a.py'])
    expect(findInText(text, rules, path)).toEqual([]);
});
