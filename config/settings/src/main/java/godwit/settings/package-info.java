/**
 * Beside the way: every setting of every part, declared once (name, type, default, range, unit, a sentence), read from
 * defaults, a file and the command line, checked, and handed on as immutable records. Knows no other module.
 */
package godwit.settings;
