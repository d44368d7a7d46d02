package com.google.common.util.concurrent;

public interface FutureCallback<V> {
    void onFailure(Throwable a);
    void onSuccess(V a);
}
