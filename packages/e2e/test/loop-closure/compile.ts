import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One error of the compiler: the file, and all that is said of it. */
export type CompileError = { file: string; text: string }

// By its path: inside a copy nothing may be installed, and `pnpm exec` would.
const tsc = fileURLToPath(new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url))

/** Compiles the sources of a copy as one program, and returns the errors. */
export async function compile(root: string): Promise<CompileError[]> {
  const config = {
    extends: './tsconfig.base.json',
    include: ['packages/*/src', 'apps/*/src', 'packages/e2e/test'],
    exclude: ['**/*.test.ts', '**/*.test-d.ts'],
    compilerOptions: { skipLibCheck: true },
  }
  await writeFile(join(root, 'tsconfig.json'), JSON.stringify(config))
  const output = await run(root)
  return output
    .split(/\n(?=\S)/)
    .map((text): CompileError => ({ file: /^([^(]+)\(/.exec(text)?.[1] ?? '', text }))
    .filter(({ file }) => file !== '')
}

function run(cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = [tsc, '--singleThreaded', '--pretty', 'false']
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      // Errors of the program are 1 and 2; all else is one of the compiler.
      if (error == null || [1, 2].includes(Number(error.code))) resolve(stdout)
      else reject(new Error(`tsc did not run: ${stderr}${stdout}`, { cause: error }))
    })
  })
}
