// `pnpm check [name ...]`: all checks but the tests, or those that are named. turbo skips what has not changed; telemetry
// of the tools is switched off.
import { spawnSync } from 'node:child_process'

const all = [
  'format',
  'lint',
  'imports',
  'types',
  'dead',
  'generated',
  'licences',
  'released',
  'openapi',
  'pack',
]
const named = process.argv.slice(2)
const unknown = named.find((name) => !all.includes(name))
if (unknown != null) {
  console.error(`No check is named ${unknown}. The checks: ${all.join(', ')}`)
  process.exit(1)
}
const tasks = (named.length > 0 ? named : all).map((name) => `check:${name}`)

const { status } = spawnSync(
  'turbo',
  ['run', ...tasks, '--output-logs=errors-only', '--continue'],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
      DO_NOT_TRACK: '1',
      REDOCLY_TELEMETRY: 'off',
      REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    },
  },
)
process.exitCode = status ?? 1
