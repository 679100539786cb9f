// For Node.js: runs the program with the arguments of the command line.
import { dotnet } from './_framework/dotnet.js'

await dotnet.withApplicationArguments(...process.argv.slice(2)).run()
