// argv[2]: URL of the mock, argv[3]: its API key, argv[4]: data directory.
import { startProxy } from '@aloha-pi/proxy'
import { serveParent } from './target-process.ts'

const [, , piApiUrl = '', piApiKey = '', dataDir = ''] = process.argv
const proxy = await startProxy({
  PI_API_URL: piApiUrl,
  PI_API_KEY: piApiKey,
  PI_HORIZON_URL: piApiUrl,
  PI_NETWORK: 'Pi Testnet',
  DATA_DIR: dataDir,
  PORT: '0',
  METRICS_PORT: 'off',
  LOG_LEVEL: 'warn',
  RATE_LIMIT_PER_KEY: '1000000',
  RATE_LIMIT_PER_ADDRESS: '1000000',
})
serveParent({ port: Number(new URL(proxy.url).port) })
