/**
 * Beside the way: reads recorded logs and shows that they give the states that members published.
 */
package godwit.replay;
