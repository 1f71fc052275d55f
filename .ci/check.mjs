// `pnpm check`: all checks but the tests. turbo skips what has not changed; telemetry of the tools is switched off.
import { spawnSync } from 'node:child_process'

const tasks = [
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
].map((name) => `check:${name}`)

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
