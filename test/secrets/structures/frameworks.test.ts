import { FRAMEWORKS } from '../../../src/secrets/structures/frameworks.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const hex = makeText(ALPHABET.hex, 64);

testStructures(FRAMEWORKS, {
  'rails-yaml': [
    {
      path: 'config/secrets.yml',
      text: `development:\n  secret_key_base: «${hex}»\nproduction:\n  secret_key_base: <%= ENV["SECRET_KEY_BASE"] %>\n`,
    },
    {
      path: 'config/database.yml',
      text: "production:\n  adapter: pg\n  username: app\n  password: '«it''s»' # x\n",
    },
    {
      path: 'config/mongoid.yml',
      text: 'production:\n  clients:\n    default:\n      uri: "mongodb://a:«horse9»@db:27017/main"\n',
    },
    {
      path: 'config/database.yml',
      text: 'development:\n  password:\ntest: &t\n  password: password\nproduction:\n  <<: *t\n  password: *p\n',
    },
  ],
  'spring-properties': [
    {
      path: 'BOOT-INF/classes/application-prod.properties',
      text: 'spring.datasource.username=app\nspring.datasource.password=«horse9»\nserver.port: 8080\nserver.ssl.key-store-password: «horse#9»\n',
    },
    {
      path: 'application.properties',
      text: 'spring.datasource.password=$DB_PASSWORD\na.password=ENC(abc)\n#b.password=horse9\n',
    },
  ],
  'spring-yaml': [
    {
      path: 'src/main/resources/application-dev.yml',
      text: 'spring:\n  datasource:\n    password: «horse9»\n    url: jdbc:postgresql://db/a\n',
    },
    { path: 'application.yaml', text: 'spring:\n  datasource:\n    password: changeme\n    pool-size: 10\n' },
  ],
  'dotnet-json': [
    {
      path: 'app/appsettings.Production.json',
      text: '{\n  // comment "Password": "no9no9"\n  "ConnectionStrings": {"A": "Server=db;User Id=sa;Password=«horse9»;"},\n  "Jwt": {"SecretKey": "«horse\\"9»"},\n}',
    },
    {
      path: 'app/appsettings.json',
      text: '{"ConnectionStrings": {"A": "Server=db;Integrated Security=true"}, "Logging": {"Level": "Warning"}}',
    },
  ],
  'dotnet-xml': [
    {
      path: 'srv/Web.config',
      text: `<configuration><appSettings><add key="ApiPassword" value="«horse9»"/><add key="Title" value="horse9"/></appSettings><connectionStrings><add name="A" connectionString="Data Source=db;User Id=sa;Password=«horse9»"/></connectionStrings><machineKey validationKey="«${hex}»"/></configuration>`,
    },
    {
      path: 'etc/tomcat9/tomcat-users.xml',
      text: '<tomcat-users><!-- <user password="horse9"/> --><user username="a" password="«horse9»" roles="b"/></tomcat-users>',
    },
    {
      path: 'srv/web.config',
      text: '<configuration><machineKey validationKey="AutoGenerate" publicKeyToken="b03f5f7f11d50a3a"/></configuration>',
    },
  ],
});
