/** Tests of what is kept for users. */
package godwit.core.users;
