// `pnpm check:types`: the types of all packages in a few programs, and each TypeScript file is in one of them. Alone, each
// package would check again what it imports from the others; so would each thread of the compiler.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { text } from 'node:stream/consumers'

const root = join(import.meta.dirname, '..')
const programs = [
  'tsconfig.json',
  'tsconfig.with-drizzle.json',
  'tsconfig.browser.json',
  'packages/browser-sdk/tsconfig.test.json',
]
/** What these programs import is generated; the test that generates it compiles them. */
const COMPILED_BY_A_TEST = 'packages/e2e/test/generated-clients/programs/'

/** @type {Set<string>} */
const checked = new Set()
let failed = 0
/** What the compiler prints: the files of a program, and its errors. @param {string} program */
function compile(program) {
  const args = ['--singleThreaded', '--pretty', 'false', '--listFiles', '--project', program]
  const compiler = spawn(join(root, 'node_modules/.bin/tsc'), args, {
    cwd: root,
    // Memory is collected less often: a quarter less work, for a fifth more memory.
    env: { ...process.env, GOGC: '400' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const notStarted = once(compiler, 'error').then(([error]) => Promise.reject(error))
  return Promise.race([text(compiler.stdout), notStarted])
}

for (const stdout of await Promise.all(programs.map(compile))) {
  for (const line of stdout.split('\n')) {
    const file = relative(root, line).split(sep).join('/')
    if (line.startsWith(root) && existsSync(line)) checked.add(file)
    else if (line !== '') {
      console.error(line)
      failed += 1
    }
  }
}

const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx']
const files = execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).split('\0')
for (const file of files) {
  if (file === '' || checked.has(file) || file.startsWith(COMPILED_BY_A_TEST)) continue
  if (!existsSync(join(root, file))) continue
  console.error(`${file}: no program of .ci/check-types.mjs checks its types`)
  failed += 1
}
console.log(`${checked.size} files checked`)
process.exitCode = failed === 0 ? 0 : 1
