import { ADDRESSES_RULES } from '../../../src/secrets/rules/addresses.ts';
import type { RuleExamples } from './expect-rules.ts';
import { testRules } from './expect-rules.ts';
import { fillTemplate, patternExamples } from './make-examples.ts';

/** Of addresses: a password that looks random with any host, a plain one with a real host; no references, no documentation. */
function addressExamples(scheme: string): RuleExamples {
  return patternExamples(
    [
      `URL=${scheme}://app:«{a12}9k»@localhost/data`,
      `"url": "${scheme}://app:«goodmorning»@db1.acme-corp.io:1234/data"`,
      `${scheme}://svc-user:«p%40{a14}7»@10.0.0.7`,
    ],
    [
      `${scheme}://user:password@db.acme-corp.io/data`,
      `${scheme}://app:goodmorning@localhost/data`,
      `${scheme}://app:goodmorning@db.example.com/data`,
      `${scheme}://app:\${PASSWORD1}@db.acme-corp.io/`,
      `${scheme}://db.acme-corp.io:5432/a@b`,
      `${scheme}://<user>:<password>@host/`,
      `${scheme}://app:%s@db.acme-corp.io`,
      `${scheme}://app:he%2F%2Fo@db.acme-corp.io/data`,
      `${scheme}://app:pa%2Fssword@db.acme-corp.io/data`,
      `${scheme}://1111:1111@db.acme-corp.io/data`,
    ],
  );
}

const basic = (text: string): string => Buffer.from(fillTemplate(text, 1)).toString('base64');

testRules(ADDRESSES_RULES, {
  'sql-address': addressExamples('postgresql'),
  'mongodb-address': addressExamples('mongodb+srv'),
  'redis-address': addressExamples('rediss'),
  'message-broker-address': addressExamples('amqps'),
  'file-server-address': addressExamples('sftp'),
  'mail-server-address': addressExamples('smtps'),
  'graph-or-search-address': addressExamples('bolt'),
  'http-address': addressExamples('https'),
  'netrc-line-password': patternExamples(
    [
      'machine api.acme.io login app password «{a20}»',
      'machine git.acme.io\n  login app\n  password «{h40}»\n',
    ],
    ['machine api.acme.io login app password secret', 'machine api.acme.io login <user> password <password>'],
  ),
  'jdbc-password': patternExamples(
    [
      'jdbc:postgresql://db/app?user=app&password=«{a12}»',
      'jdbc:sqlserver://db:1433;user=app;password=«{a12}»;encrypt=true',
    ],
    ['jdbc:postgresql://db/app?user=app&password=secret', `jdbc:postgresql://db/app?password=\${PASSWORD}`],
  ),
  'connection-string-password': patternExamples(
    [
      'Server=db;Database=app;User Id=app;Password=«{a12}»;',
      '"Data Source=db;Initial Catalog=a;Uid=app;Pwd=«goodmorning»"',
    ],
    [
      'Server=db;User Id=app;Password=secret;',
      'server = a;\nuser = b;\npassword = $c;',
      'password=goodmorning;',
    ],
  ),
  'basic-authorization': {
    positives: [
      `Authorization: Basic «${basic('deploy:{a12}')}»`,
      `headers["authorization"] = "Basic «${basic('{a20}:')}»"`,
    ],
    negatives: [
      `Authorization: Basic ${basic('user:password')}`,
      'Authorization: Basic credentials',
      `Authorization: ${basic('a:{a12}')}`,
    ],
  },
  'aws-presigned-address': patternExamples(
    [
      'https://b.s3.amazonaws.com/a?X-Amz-Expires=3600&X-Amz-Signature=«{h64}»',
      'X-Amz-Signature=«{h64}»&x=1',
    ],
    ['X-Amz-Signature=<signature>', 'X-Amz-Signature={h20}'],
  ),
  'google-signed-address': patternExamples(
    ['https://storage.googleapis.com/b/a?X-Goog-Signature=«{h512}»', 'X-Goog-Signature=«{h256}»&x=1'],
    ['X-Goog-Signature=[SIGNATURE]', 'X-Goog-Signature={h20}'],
  ),
});
