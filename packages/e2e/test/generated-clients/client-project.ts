import { execFile } from 'node:child_process'
import { cp, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import type { Servers } from './programs/servers.ts'

const run = promisify(execFile)
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const tsc = path('../../../../node_modules/typescript/bin/tsc')

/** Programs of users in a folder of their own, with the clients that each generator makes of the documents. */
export async function makeClientProject() {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'client-project-'))
  await cp(path('programs'), folder, { recursive: true })
  await symlink(path('../../node_modules'), join(folder, 'node_modules'))
  const imports = { '#generated/*': './*' }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', imports }))
  // Generators read and write files, and reach no network and no other program.
  const permissions = ['--permission', '--allow-fs-read=*', `--allow-fs-write=${folder}`]
  await run(process.execPath, [...permissions, path('generate.ts'), folder])

  return {
    /** What the compiler says of a program and the clients in it. */
    async compile(program: string, { exact }: { exact: boolean }): Promise<string> {
      await writeFile(join(folder, 'tsconfig.json'), tsconfig(program, exact))
      const compiled = run(process.execPath, [
        tsc,
        '--singleThreaded',
        '--pretty',
        'false',
        '-p',
        folder,
      ])
      return compiled.then(
        ({ stdout }) => stdout,
        (error: { stdout?: string; message: string }) => error.stdout ?? error.message,
      )
    },
    /** What the program prints, as JSON. */
    async run(program: string, servers: Servers): Promise<unknown> {
      const outfile = join(folder, `${program}.mjs`)
      await build({
        entryPoints: [join(folder, `${program}.ts`)],
        bundle: true,
        platform: 'node',
        format: 'esm',
        outfile,
      })
      const { stdout } = await run(process.execPath, [outfile, JSON.stringify(servers)])
      return JSON.parse(stdout)
    },
    remove: () => rm(folder, { recursive: true }),
  }
}

function tsconfig(program: string, exact: boolean): string {
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: exact,
    noUncheckedIndexedAccess: true,
    target: 'es2024',
    lib: ['es2024', 'dom', 'dom.iterable'],
    module: 'esnext',
    moduleResolution: 'bundler',
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: false,
    types: [],
  }
  return JSON.stringify({ compilerOptions, files: [`${program}.ts`] })
}
