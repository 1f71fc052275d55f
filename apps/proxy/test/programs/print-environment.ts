/** Preloaded into a program: for each line on its standard input it prints what the process holds by then. */
process.stdin.on('data', () => {
  const { env, argv, execArgv, title } = process
  process.stdout.write(`holds ${JSON.stringify({ env, argv, execArgv, title })}\n`)
})
// It does not keep the program running.
process.stdin.unref()
