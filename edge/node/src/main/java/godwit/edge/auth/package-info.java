/**
 * Within step 2 of 16: from a token's text to the user and device it was made for, or to one uniform no.
 */
package godwit.edge.auth;
