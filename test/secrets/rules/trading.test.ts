import { TRADING_RULES } from '../../../src/secrets/rules/trading.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, patternExamples } from './make-examples.ts';

testRules(TRADING_RULES, {
  'coinbase-token': assignedExamples('coinbase_api_secret', '{u64}'),
  'kraken-private-key': assignedExamples('kraken_private_key', '{B86}=='),
  'kucoin-api-secret': assignedExamples('kucoin_api_secret', '{uuid}'),
  'binance-api-secret': assignedExamples('binance_api_secret', '{a64}'),
  'bittrex-key': assignedExamples('bittrex_secret_key', '{m32}'),
  'bitfinex-api-secret': assignedExamples('bitfinex_api_secret', '{a43}'),
  'bybit-api-secret': assignedExamples('bybit_api_secret', '{a36}'),
  'okx-api-secret': assignedExamples('okx_secret_key', '{H32}'),
  'etherscan-api-key': assignedExamples('etherscan_api_key', '{M34}'),
  'infura-key': assignedExamples('infura_project_secret', '{h32}'),
  'infura-endpoint': patternExamples(
    ['https://mainnet.infura.io/v3/«{h32}»', 'wss://mainnet.infura.io/ws/v3/«{h32}»'],
    ['https://mainnet.infura.io/v3/YOUR-PROJECT-ID', 'https://mainnet.infura.io/v3/{h20}'],
  ),
  'alchemy-endpoint': patternExamples(
    ['https://eth-mainnet.g.alchemy.com/v2/«{u32}»', 'https://eth-mainnet.alchemyapi.io/v2/«{u32}»'],
    ['https://eth-mainnet.g.alchemy.com/v2/your-api-key', 'https://eth-mainnet.g.alchemy.com/v2/{a12}'],
  ),
  'blockfrost-project-id': assignedExamples('blockfrost_project_id', 'mainnet{a32}'),
  'moralis-api-key': assignedExamples('moralis_api_key', '{a64}'),
  'finnhub-token': assignedExamples('finnhub_api_key', '{m20}'),
  'alphavantage-api-key': assignedExamples('alphavantage_api_key', '{M16}'),
  'alpaca-api-secret': assignedExamples('apca_api_secret_key', '{a40}'),
  'polygon-api-key': assignedExamples('polygon_api_key', '{a32}'),
  'coinmarketcap-api-key': assignedExamples('coinmarketcap_api_key', '{uuid}'),
  'polymarket-api-key': assignedExamples('poly_api_key', '{uuid}'),
});
