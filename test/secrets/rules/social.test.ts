import { SOCIAL_RULES } from '../../../src/secrets/rules/social.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, patternExamples, tokenExamples } from './make-examples.ts';

testRules(SOCIAL_RULES, {
  'facebook-access-token': tokenExamples('EAAC{a120}'),
  'facebook-app-token': patternExamples(
    ['access_token=«{d16}|{u27}»', 'facebook token «{d15}|{u27}»'],
    ['access_token={d12}|{u27}', 'access_token={d16}|{u12}'],
  ),
  'facebook-app-secret': assignedExamples('facebook_app_secret', '{h32}'),
  'instagram-token': tokenExamples('IGQWR{a140}'),
  'x-api-key': assignedExamples('twitter_api_key', '{a25}'),
  'x-api-secret': assignedExamples('twitter_api_secret', '{a50}'),
  'x-access-token': assignedExamples('twitter_access_token', '{d18}-{a32}'),
  'x-bearer-token': {
    ...tokenExamples('AAAAAAAAAAAAAAAAAAAAA{a30}%3D{a50}'),
    negatives: [
      ...tokenExamples('AAAAAAAAAAAAAAAAAAAAA{a30}%3D{a50}').negatives,
      `${'A'.repeat(42)}BBBCCDDEEEEEFFFFGGHHIIIJJKKKLLMMNNNNOOPPQQQRRSSTTTUUUVVWWXXXYYZZ`,
    ],
  },
  'x-bearer-token-by-name': assignedExamples('twitter_bearer_token', 'AAAAAAAAAAAAAAAAAAAAA{a90}'),
  'linkedin-client-secret': assignedExamples('linkedin_client_secret', '{a16}'),
  'linkedin-new-secret': tokenExamples('WPL_AP1.{a16}.{a6}=='),
  'twitch-client-secret': assignedExamples('twitch_client_secret', '{m30}'),
  'twitch-stream-key': tokenExamples('live_{d9}_{a30}'),
  'spotify-client-secret': assignedExamples('spotify_client_secret', '{h32}'),
  'flickr-api-key': assignedExamples('flickr_api_key', '{h32}'),
  'vimeo-token': assignedExamples('vimeo_access_token', '{h32}'),
  'unsplash-key': assignedExamples('unsplash_secret_key', '{u43}'),
  'reddit-client-secret': assignedExamples('reddit_client_secret', '{a27}'),
  'tiktok-client-secret': assignedExamples('tiktok_client_secret', '{a32}'),
  'disqus-secret': assignedExamples('disqus_secret_key', '{a64}'),
  'giphy-api-key': assignedExamples('giphy_api_key', '{a32}'),
  'lastfm-api-secret': assignedExamples('lastfm_api_secret', '{h32}'),
  'snapchat-client-secret': assignedExamples('snapchat_client_secret', '{h20}'),
});
