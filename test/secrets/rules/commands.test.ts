import { COMMANDS_RULES } from '../../../src/secrets/rules/commands.ts';
import { testRules } from './expect-rules.ts';
import { patternExamples } from './make-examples.ts';

testRules(COMMANDS_RULES, {
  'curl-user': patternExamples(
    [
      'curl -s -u «deploy:{a12}» https://host/',
      'curl -X POST \\\n  --user «"a.smith:{a12}"» https://host/',
      "curl --user kevin:«'{a16}'» -iX PATCH",
    ],
    [
      'curl -u user:pass https://host/',
      'curl -u "$USER:$PASSWORD" https://host/',
      'curl -u <user>:<password> x',
      'curl --user deploy x',
    ],
  ),
  'sshpass-password': patternExamples(
    ['sshpass -p «{a10}» ssh a@b', "sshpass -p «'{a10}'» ssh a@b"],
    ['sshpass -p $PASSWORD ssh a@b', 'sshpass -p password ssh a@b', 'sshpass -f file ssh a@b'],
  ),
  'docker-login-password': patternExamples(
    [
      'docker login -u app -p «{a12}» registry.acme.io',
      'podman login --username app --password=«{a12}» quay.io',
    ],
    [
      'docker login -u app -p $TOKEN registry',
      'docker login --password-stdin',
      'docker login SERVER --username=DOCKER_USER --password=DOCKER_PASSWORD',
      'docker login -u app -p password registry',
    ],
  ),
  'mysql-password': patternExamples(
    ['mysql -u root -p«{a12}» data', 'mysqldump --user=a --password=«{a12}» data'],
    ['mysql -u root -p data', 'mysql -u root -p$PASSWORD data', 'mysql -u root --password=secret'],
  ),
  'wget-password': patternExamples(
    ['wget --user=a --password=«{a12}» https://host/', 'wget --http-password «{a12}» https://host/'],
    ['wget --user=a --password=$PASSWORD x', 'wget --user=a --ask-password x'],
  ),
  'psexec-password': patternExamples(
    ['psexec \\\\host -u admin -p «{a12}» cmd', 'PsExec.exe \\\\host -u acme\\admin -p «{a12}» cmd'],
    ['psexec \\\\host -u admin -p %PASSWORD% cmd', 'psexec \\\\host -u admin cmd'],
  ),
  'viserver-password': patternExamples(
    [
      'Connect-VIServer -Server 10.0.0.1 -User a -Password «{a12}»',
      'connect-viserver vc -user a -password «VMware{d2}!»',
    ],
    ['Connect-VIServer vc -User "$u" -Password "$p"', 'Connect-VIServer vc -user a -password $pass'],
  ),
  'secure-string-password': patternExamples(
    [
      'ConvertTo-SecureString «"{a12}"» -AsPlainText -Force',
      "ConvertTo-SecureString -String «'{a12}'» -AsPlainText -Force",
    ],
    ['ConvertTo-SecureString $password -AsPlainText -Force', 'ConvertTo-SecureString "{a12}"'],
  ),
  'network-credential': patternExamples(
    ['new NetworkCredential("a@acme.io", «"{a12}"»);', 'System.Net.NetworkCredential("cid", «"{a20}"»)'],
    ['new NetworkCredential("a@acme.io", "password");', 'new NetworkCredential(user, password)'],
  ),
  'directory-entry-password': patternExamples(
    [
      'new DirectoryEntry("LDAP://10.0.0.1", "acme\\a", «"{a12}"»)',
      'DirectoryServices.DirectoryEntry("LDAP://dc","abc",«"{a12}"»)',
    ],
    ['new DirectoryEntry("LDAP://dc", "user", "password")', 'new DirectoryEntry("LDAP://dc")'],
  ),
  'create-user-password': patternExamples(
    ["CREATE USER app IDENTIFIED BY «'{a12}'»;", "ALTER ROLE app WITH LOGIN PASSWORD «'{a12}'»;"],
    ["CREATE USER app IDENTIFIED BY 'password';", 'CREATE USER app;', "CREATE USER app PASSWORD '$1';"],
  ),
  'chpasswd-password': patternExamples(
    ["echo 'root:«{a12}»' | chpasswd", 'echo "app:«{a12}»" | sudo chpasswd'],
    ['echo "root:$PASSWORD" | chpasswd', 'echo root:root | chpasswd', "echo 'root:{a12}' > file"],
  ),
  'curl-header': patternExamples(
    [
      'curl -X POST --header "Api-Token: «{a11}»" https://host/',
      "curl https://host/ \\\n  -H 'Token: «{h16}»'",
    ],
    [
      'curl -H "Content-Type: application/json" https://host/',
      'curl -H "Token: $TOKEN" host',
      'curl -H "Api-Key: <key>" host',
    ],
  ),
});
