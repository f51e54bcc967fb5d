// validate.js NODE_MODULES LOG...: SARIF logs against the schema of SARIF 2.1.0; what is wrong goes to stdout.
'use strict';
const fs = require('fs');
const [modules, ...logs] = process.argv.slice(2);
const Ajv = require(`${modules}/ajv-draft-04`);
const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
require(`${modules}/ajv-formats`)(ajv);
const schema = fs.readFileSync(`${modules}/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json`);
const validate = ajv.compile(JSON.parse(schema));

for (const log of logs)
	if (!validate(JSON.parse(fs.readFileSync(log)))) {
		console.log(log, JSON.stringify(validate.errors, null, 1));
		process.exitCode = 1;
	}
