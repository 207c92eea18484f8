import { PROGRAMS } from '../../../src/secrets/structures/programs.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const salt = `${makeText(ALPHABET.base64, 40)}#{[\${`;

testStructures(PROGRAMS, {
  'php-config': [
    {
      path: 'srv/wp-config.php',
      text: `<?php\n// define('DB_PASSWORD', 'no');\n/* 'DB_PASSWORD' */\ndefine( 'DB_USER', 'app' );\ndefine( "DB_PASSWORD", '«horse9»' );\ndefine('AUTH_KEY', '«${salt}»');\n`,
    },
    {
      path: 'srv/config.php',
      text: `<?php $dbpasswd = '«it\\'s9»';\nreturn ['database' => ['password' => "«horse9»", 'host' => 'db']];\n$cfg['Servers'][1]['password'] = '«horse9»'; class C { public $secret = '«${salt}»'; }`,
    },
    {
      path: 'srv/wp-config-sample.php',
      text: "<?php define('DB_PASSWORD', 'password_here');\ndefine('AUTH_KEY', 'put your unique phrase here');\n",
    },
    {
      path: 'srv/database.php',
      text: "<?php return ['password' => env('DB_PASSWORD', ''), 'token' => $token, 'password_min' => '8', 'secret' => ''];\nif ($_POST['password'] == 'horse9') {}",
    },
  ],
  'python-settings': [
    {
      path: 'app/settings.py',
      text: `"""SECRET_KEY = 'no'"""\nSECRET_KEY = '«${salt}»'\nDATABASES = {'default': {'USER': 'app', 'PASSWORD': '«horse9»', 'HOST': ''}}\nEMAIL_HOST_PASSWORD: str = r"«horse9»"\n`,
    },
    { path: 'app/config/production.py', text: `CACHE = 'redis://:«horse9»@cache/0'\n` },
    {
      path: 'app/settings.py',
      text: "SECRET_KEY = os.environ['SECRET_KEY']\nPASSWORD_HASHERS = ['django.contrib.auth.hashers.X']\nTOKEN = get('token')  # TOKEN = 'horse9'\nKEYS = {'token': 'access_token'}\nPASSWORD = 'Enter your password'\n",
    },
  ],
  'ruby-settings': [
    {
      path: 'config/initializers/secret_token.rb',
      text: `App.config.secret_token = '«${makeText(ALPHABET.hex, 64)}»'\n`,
    },
    {
      path: 'config/initializers/devise.rb',
      text: "# config.secret_key = 'horse9'\nconfig.secret_key = ENV['KEY']\n",
    },
  ],
});
