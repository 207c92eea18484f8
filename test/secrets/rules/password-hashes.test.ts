import { PASSWORD_HASHES_RULES } from '../../../src/secrets/rules/password-hashes.ts';
import { testRules } from './expect-rules.ts';
import { patternExamples } from './make-examples.ts';

testRules(PASSWORD_HASHES_RULES, {
  'bcrypt-hash': patternExamples(
    ['admin:«{dollar}2y{dollar}10{dollar}{a53}»', '"hash": "«{dollar}2b{dollar}12{dollar}{a53}»"'],
    ['{dollar}2y{dollar}10{dollar}{a22}', '{dollar}2c{dollar}10{dollar}{a53}'],
  ),
  'md5crypt-hash': patternExamples(
    ['root:«{dollar}1{dollar}{a8}{dollar}{a22}»:19000', 'a:«{dollar}apr1{dollar}{a8}{dollar}{a22}»'],
    ['{dollar}1{dollar}{a8}{dollar}{a12}', '{dollar}1{dollar}{a22}'],
  ),
  'sha256crypt-hash': patternExamples(
    [
      'root:«{dollar}5{dollar}{a16}{dollar}{a43}»:19000',
      '«{dollar}5{dollar}rounds=5000{dollar}{a16}{dollar}{a43}»',
    ],
    ['{dollar}5{dollar}{a16}{dollar}{a13}', '{dollar}5{dollar}{a43}'],
  ),
  'sha512crypt-hash': patternExamples(
    [
      'root:«{dollar}6{dollar}{a16}{dollar}{a86}»:19000',
      '«{dollar}6{dollar}rounds=5000{dollar}{a16}{dollar}{a86}»',
    ],
    ['{dollar}6{dollar}{a16}{dollar}{a43}', 'root:!:19000'],
  ),
  'yescrypt-hash': patternExamples(
    [
      'root:«{dollar}y{dollar}j9T{dollar}{a22}{dollar}{a43}»:19000',
      '«{dollar}gy{dollar}jCT{dollar}{a22}{dollar}{a43}»',
    ],
    ['{dollar}y{dollar}j9T{dollar}{a22}', '{dollar}y{dollar}j9T{dollar}{a22}{dollar}{a13}'],
  ),
  'argon2-hash': patternExamples(
    [
      '«{dollar}argon2id{dollar}v=19{dollar}m=65536,t=3,p=4{dollar}{a22}{dollar}{a43}»',
      '"«{dollar}argon2i{dollar}v=19{dollar}m=4096,t=3,p=1{dollar}{a22}{dollar}{a43}»"',
    ],
    [
      '{dollar}argon2id{dollar}v=19{dollar}m=65536,t=3,p=4',
      '{dollar}argon2x{dollar}v=19{dollar}m=1,t=3,p=4{dollar}{a22}{dollar}{a43}',
    ],
  ),
  'cisco-hash': patternExamples(
    ['secret 8 «{dollar}8{dollar}{a14}{dollar}{a43}»', 'secret 9 «{dollar}9{dollar}{a14}{dollar}{a43}»'],
    ['{dollar}8{dollar}{a14}', '{dollar}7{dollar}{a14}{dollar}{a43}'],
  ),
  'django-hash': patternExamples(
    [
      '«pbkdf2_sha256{dollar}600000{dollar}{a22}{dollar}{a43}=»',
      '"«pbkdf2_sha1{dollar}10000{dollar}{a12}{dollar}{a27}=»"',
    ],
    ['pbkdf2_sha256{dollar}600000', 'pbkdf2_sha256{dollar}600000{dollar}{a22}{dollar}{a12}'],
  ),
  'kerberos-hash': patternExamples(
    [
      '«{dollar}krb5asrep{dollar}23{dollar}user@acme.io:{h32}{dollar}{h400}»',
      '«{dollar}krb5asrep{dollar}23{dollar}{h32}{dollar}{h400}»',
    ],
    [
      '{dollar}krb5asrep{dollar}23{dollar}user@acme.io',
      '{dollar}krb5asrep{dollar}17{dollar}{h32}{dollar}{h400}',
    ],
  ),
});
