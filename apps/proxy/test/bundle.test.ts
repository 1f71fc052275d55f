import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { serverVariables } from '../src/config/variables.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Everything that `proxy` runs, in one text. */
async function bundle() {
  const { metafile, outputFiles } = await build({
    entryPoints: [`${root}/src/main.ts`],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // Its own files are not our code, and it loads them at run time.
    external: ['@electric-sql/pglite', 'pg-native'],
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'error',
  })
  return { inputs: Object.keys(metafile.inputs), text: outputFiles[0]?.text ?? '' }
}
const { inputs, text } = await bundle()

test('M11: the bundle holds neither the mock nor a test', () => {
  expect(inputs).toContain('src/main.ts')
  expect(inputs.filter((path) => /mock-pi|\/test\/|\.test\.|vitest|fast-check/.test(path))).toEqual(
    [],
  )
})

test('M11: the bundle holds no switch that makes it fail on purpose', () => {
  const ours = inputs.filter((path) => !path.includes('node_modules'))
  expect(ours.length).toBeGreaterThan(50)
  expect(text).not.toMatch(
    /x-fault|x-mock-|x-chaos|fail_?point|fault_?(inject|switch|rate)|chaos_|simulate_?(fail|error|crash)/i,
  )
})

test('M11: no variable of the environment is such a switch', () => {
  expect(Object.keys(serverVariables.shape).sort()).toEqual([
    'DATABASE_URL',
    'DATABASE_URL_FILE',
    'DATA_DIR',
    'DEVELOPMENT_ON_NETWORK',
    'HOST',
    'IDEMPOTENCY_KEY',
    'IDEMPOTENCY_WINDOW',
    'LOG_LEVEL',
    'MAX_CONNECTIONS_PER_ADDRESS',
    'METRICS_HOST',
    'METRICS_PORT',
    'MOCK_HOST',
    'PAYOUTS',
    'PAYOUT_CAP',
    'PAYOUT_CLIENT_DAY_CAP',
    'PAYOUT_DAY_CAP',
    'PAYOUT_FEE',
    'PAYOUT_FEE_CAP',
    'PAYOUT_LEASE_MS',
    'PAYOUT_LEDGER_MS',
    'PAYOUT_OPEN_PER_CLIENT',
    'PAYOUT_TIME_BOUND_S',
    'PAYOUT_WAIT_MS',
    'PAYOUT_WITHOUT_MONEY',
    'PI_API_KEY',
    'PI_API_KEY_FILE',
    'PI_API_URL',
    'PI_HORIZON_URL',
    'PI_NETWORK',
    'PI_WALLET_ADDRESS',
    'PI_WALLET_SEED',
    'PI_WALLET_SEED_FILE',
    'PORT',
    'PROXY_READY',
    'PROXY_RESET_COMMAND',
    'PUBLIC_DETAILS',
    'RATE_LIMIT_ANONYMOUS',
    'RATE_LIMIT_PER_ADDRESS',
    'RATE_LIMIT_PER_KEY',
    'TRUST_PROXY',
    'UPSTREAM_TIMEOUT_MS',
  ])
})
