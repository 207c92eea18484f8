import { CHAT_RULES } from '../../../src/secrets/rules/chat.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, patternExamples, tokenExamples } from './make-examples.ts';

testRules(CHAT_RULES, {
  'slack-bot-token': tokenExamples('xoxb-{d12}-{d13}-{a24}'),
  'slack-bot-token-short': tokenExamples('xoxb-{d12}-{a24}'),
  'slack-user-token': tokenExamples('xoxp-{d12}-{d12}-{d13}-{h32}'),
  'slack-app-token': tokenExamples('xapp-1-A{M10}-{d13}-{h64}'),
  'slack-configuration-token': tokenExamples('xoxe.xoxp-1-{a166}'),
  'slack-configuration-refresh-token': tokenExamples('xoxe-1-{a146}'),
  'slack-legacy-workspace-token': tokenExamples('xoxa-2-{d12}-{d12}-{d12}-{h32}'),
  'slack-legacy-token': tokenExamples('xoxs-{d10}-{d10}-{d10}-{h32}'),
  'slack-browser-token': tokenExamples('xoxc-{d12}-{d12}-{d12}-{h64}'),
  'slack-browser-cookie': tokenExamples('xoxd-{a180}'),
  'slack-webhook': patternExamples(
    [
      '«https://hooks.slack.com/services/T{M8}/B{M10}/{a24}»',
      '«https://hooks.slack.com/triggers/T{M8}/{d13}/{h32}»',
    ],
    ['https://hooks.slack.com/services/T{M8}/B{M10}', 'https://hooks.slack.com/services/T000/B000/XXXX'],
  ),
  'discord-mfa-token': tokenExamples('mfa.{u84}'),
  'discord-webhook': patternExamples(
    [
      '«https://discord.com/api/webhooks/{d18}/{u68}»',
      '«https://canary.discordapp.com/api/v9/webhooks/{d19}/{u68}»',
    ],
    ['https://discord.com/api/webhooks/{d18}', 'https://discord.com/api/webhooks/{d18}/{u20}'],
  ),
  'discord-client-secret': assignedExamples('discord_client_secret', '{u32}'),
  'discord-application-key': assignedExamples('discord_api_token', '{h64}'),
  'teams-webhook': patternExamples(
    [
      '«https://acme.webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{h32}/{uuid}»',
      '«https://outlook.office.com/webhook/{uuid}@{uuid}/IncomingWebhook/{h32}/{uuid}»',
    ],
    [
      'https://outlook.office.com/webhook/{uuid}',
      'https://acme.webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/',
    ],
  ),
  'logic-app-trigger': patternExamples(
    [
      '«https://prod-12.westeurope.logic.azure.com:443/workflows/{h32}/triggers/manual/paths/invoke?api-version=2016-06-01&sig={u43}»',
      '«https://prod-1.eastus.logic.azure.com/workflows/{h32}/triggers/request/run?sv=1.0&sig={u43}»',
    ],
    [
      'https://prod-12.westeurope.logic.azure.com:443/workflows/{h32}/triggers/manual',
      'https://prod-1.logic.azure.com/workflows/{h8}/x?sig={u43}',
    ],
  ),
  'mattermost-token': assignedExamples('mattermost_token', '{m26}'),
  'zulip-api-key': assignedExamples('zulip_api_key', '{a32}'),
  'rocketchat-token': assignedExamples('rocketchat_auth_token', '{u43}'),
  'gitter-token': assignedExamples('gitter_token', '{m40}'),
  'webex-token': assignedExamples('webex_bot_token', '{a64}_PF84_{uuid}'),
  'line-channel-token': assignedExamples('line_channel_access_token', '{B170}='),
  'line-notify-token': assignedExamples('line_notify_token', '{a43}'),
  'feishu-webhook': patternExamples(
    [
      '«https://open.feishu.cn/open-apis/bot/v2/hook/{uuid}»',
      '«https://open.larksuite.com/open-apis/bot/v2/hook/{uuid}»',
    ],
    ['https://open.feishu.cn/open-apis/bot/v2/hook/', 'https://open.feishu.cn/open-apis/bot/v2/{uuid}'],
  ),
  'dingtalk-webhook': patternExamples(
    [
      '«oapi.dingtalk.com/robot/send?access_token={h64}»',
      '«oapi.dingtalk.com/robot/send?access_token={h64}»',
    ],
    [
      'https://oapi.dingtalk.com/robot/send?access_token=xxx',
      'https://oapi.dingtalk.com/robot/send?access_token={h20}',
    ],
  ),
  'wecom-webhook': patternExamples(
    [
      '«qyapi.weixin.qq.com/cgi-bin/webhook/send?key={uuid}»',
      '«qyapi.weixin.qq.com/cgi-bin/webhook/send?key={uuid}»',
    ],
    [
      'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=',
      'https://qyapi.weixin.qq.com/cgi-bin/gettoken?key={uuid}',
    ],
  ),
});
