// `pnpm check:imports`: no import runs upward or sideways in `imports/layers.mjs`, and none is part of a circle.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findCircles, findForbidden } from './imports/check-layers.mjs'
import { layers } from './imports/layers.mjs'
import { readImports } from './imports/read-imports.mjs'

const root = join(import.meta.dirname, '..')
/** @param {string[]} patterns */
const listed = (...patterns) =>
  execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...patterns],
    { cwd: root, encoding: 'utf8' },
  )
    .split('\0')
    .filter((file) => file !== '')

const packages = new Map(
  listed('*/*/package.json').map((file) => {
    const { name, exports = {} } = JSON.parse(readFileSync(join(root, file), 'utf8'))
    return [name, { folder: dirname(file), exports }]
  }),
)
const files = listed('apps/**/*.ts', 'packages/**/*.ts').filter((file) =>
  existsSync(join(root, file)),
)
const imports = readImports(root, files, packages)
const problems = [...findForbidden(imports, layers), ...findCircles(imports)]
for (const problem of problems) console.error(problem)
console.log(`${imports.length} imports of ${files.length} files, ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
